#include <rollout/base/files.hpp>
#include <rollout/compose/read/short_forms.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/shell_words.hpp>

#include <cli/commands/one_container.hpp>
#include <cli/commands/run_flags.hpp>
#include <cli/frame.hpp>

#include <filesystem>
#include <random>
#include <stdexcept>

namespace rollout::cli {

namespace {

std::string random_slug() {
    static constexpr char hex[] = "0123456789abcdef";
    constexpr std::size_t digits = 64;
    std::random_device source;
    std::uniform_int_distribution<std::size_t> digit(0, 15);
    std::string slug;
    while (slug.size() < digits)
        slug += hex[digit(source)];
    return slug;
}

compose::variables in_file(const std::string& name, const compose::project& project,
                           const std::string& working_dir) {
    const auto path = std::filesystem::path(working_dir) / name;
    const auto text = base::host_files().find(path.string());
    if (!text) throw std::invalid_argument("--env-from-file: " + path.string() + " is not there");
    compose::variables found;
    compose::warnings unused;
    const auto outer = [&project](std::string_view key) -> std::optional<std::string> {
        const auto it = project.environment.find(std::string(key));
        return it == project.environment.end() ? std::nullopt : std::optional(it->second);
    };
    try {
        compose::parse_dotenv(*text, outer, found, unused);
    } catch (const compose::dotenv_error& e) {
        throw std::invalid_argument("--env-from-file: " + path.string() + ": " + e.what());
    }
    return found;
}

void add_pair(compose::text_map& to, const std::string& flag, const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
        throw std::invalid_argument(flag + ": '" + text + "' is not KEY=VALUE");
    to[text.substr(0, equals)] = text.substr(equals + 1);
}

}  // namespace

option_list run_flags::options() {
    return {
        {"-e,--env", "KEY=VALUE, or KEY with the value that it has here", &environment},
        {"--env-from-file", "File with variables", &environment_files},
        {"-l,--label", "KEY=VALUE", &labels},
        {"-v,--volume", "Volume or folder, as in the Compose file: SOURCE:TARGET[:ro]", &volumes},
        {"-p,--publish", "Port, as in the Compose file: [[IP:]PORT:]PORT", &publish},
        {"-P,--service-ports", "Publish the service's own ports", &what.service_ports},
        {"--use-aliases", "Be found under the service's names in its networks", &what.use_aliases},
        {"--entrypoint", "In place of the service's; its command goes, too", &entrypoint},
        {"-u,--user", "User, or user:group", &what.user},
        {"-w,--workdir", "Folder in the container", &what.working_dir},
        {"--cap-add", "Capability to add", &what.cap_add},
        {"--cap-drop", "Capability to drop", &what.cap_drop},
        {"--name", "Of the container (default: PROJECT-SERVICE-run-ID)", &what.name},
        {"--rm", "Remove the container when it ends", &what.remove},
    };
}

plan::run_request read_run_flags(const run_flags& flags, const compose::project& project,
                                 const std::string& working_dir) {
    if (flags.what.service_ports && !flags.publish.empty())
        throw std::invalid_argument("--service-ports and --publish exclude each other");
    auto what = flags.what;
    what.slug = random_slug();
    for (const auto& file : flags.environment_files)
        for (const auto& [key, value] : in_file(file, project, working_dir))
            what.environment[key] = value;
    compose::text_map given;
    for (const auto& entry : with_our_values(flags.environment, project))
        add_pair(given, "--env", entry);
    for (const auto& [key, value] : given)
        what.environment[key] = value;
    for (const auto& label : flags.labels)
        add_pair(what.labels, "--label", label);
    if (flags.entrypoint) what.entrypoint = compose::split_shell_words(*flags.entrypoint);
    what.volumes =
        compose::read_volumes(flags.volumes, working_dir, variable(project.environment, "HOME"));
    what.ports = compose::read_ports(flags.publish);
    return what;
}

}  // namespace rollout::cli
