#include "load_options.hpp"

#include <algorithm>
#include <istream>
#include <iterator>

namespace rollout::cli {

std::string variable(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

compose::load_options load_options_of(const process& p, const invocation& what) {
    compose::load_options options;
    options.files = what.files;
    const auto file = variable(p.environment, "ROLLOUT_COMPOSE_FILE");
    if (options.files.empty() && !file.empty()) options.files = {file};
    options.project_name = what.project_name;
    const auto name = variable(p.environment, "ROLLOUT_PROJECT_NAME");
    if (!options.project_name && !name.empty()) options.project_name = name;
    options.project_directory = what.project_directory;
    options.profiles = what.profiles;
    options.env_files = what.env_files;
    options.working_dir = p.working_dir;
    options.environment = p.environment;
    const bool reads_input =
        std::find(options.files.begin(), options.files.end(), "-") != options.files.end() ||
        (options.files.empty() && variable(p.environment, "COMPOSE_FILE") == "-");
    if (reads_input && p.in) {
        options.standard_input.emplace(std::istreambuf_iterator<char>(*p.in),
                                       std::istreambuf_iterator<char>());
    }
    return options;
}

}  // namespace rollout::cli
