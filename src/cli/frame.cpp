#include <rollout/plan/check_supported.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/frame.hpp>

#include <algorithm>
#include <istream>
#include <iterator>

namespace rollout::cli {

std::string variable(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

engine_api::engine_choice engine_choice_of(const std::optional<std::string>& socket,
                                           const std::optional<std::string>& host,
                                           const std::map<std::string, std::string>& environment) {
    engine_api::engine_choice choice;
    choice.socket = socket;
    choice.host = host;
    const auto ours = variable(environment, "ROLLOUT_SOCKET");
    if (!socket && !host && !ours.empty()) choice.host = ours;
    return choice;
}

compose::load_options frame::load_options() const {
    compose::load_options options;
    options.files = what_.files;
    const auto file = variable(process_.environment, "ROLLOUT_COMPOSE_FILE");
    if (options.files.empty() && !file.empty()) options.files = {file};
    options.project_name = what_.project_name;
    const auto name = variable(process_.environment, "ROLLOUT_PROJECT_NAME");
    if (!options.project_name && !name.empty()) options.project_name = name;
    options.project_directory = what_.project_directory;
    options.profiles = what_.profiles;
    options.env_files = what_.env_files;
    options.working_dir = process_.working_dir;
    options.environment = process_.environment;
    const bool reads_input =
        std::find(options.files.begin(), options.files.end(), "-") != options.files.end() ||
        (options.files.empty() && variable(process_.environment, "COMPOSE_FILE") == "-");
    if (reads_input && process_.in) {
        options.standard_input.emplace(std::istreambuf_iterator<char>(*process_.in),
                                       std::istreambuf_iterator<char>());
    }
    return options;
}

compose::project frame::load_project() const {
    auto options = load_options();
    options.all_services = true;  // green waits behind a profile
    auto loaded = compose::load(options);
    for (const auto& warning : loaded.warnings)
        out_.report(engine_work::file_warning{warning});
    return std::move(loaded.project);
}

std::set<std::string> frame::services() const {
    return {what_.services.begin(), what_.services.end()};
}

bool frame::is_set(const std::string& name) const {
    const auto found = process_.environment.find(name);
    return found != process_.environment.end() && (found->second == "1" || found->second == "true");
}

bool frame::has_colors() const {
    return process_.out_is_terminal && what_.ansi != "never" &&
           !process_.environment.contains("NO_COLOR");
}

blue_green::setting_values frame::environment_settings() const {
    return blue_green::settings_from_environment(process_.environment);
}

void frame::check_supported(const compose::project& project,
                            const std::set<std::string>& services) const {
    for (const auto& name : plan::up_order(project, services)) {
        const auto& service = project.services.at(name);
        plan::check_supported(project, service);
        for (const auto& key : plan::ignored_keys(project, service))
            out_.report(engine_work::file_warning{key + " has no effect on one engine"});
    }
}

}  // namespace rollout::cli
