#include <rollout/cli/command_line.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>

namespace rollout::cli {

namespace {

using plan::pull_policy;

/// Where CLI11 puts what needs a second look.
struct raw_values {
    std::vector<std::string> services;
    std::string pull = "missing";
    std::string retire = "keep";
    bool no_build = false;
    bool no_eager_probe = false;
    double drain_seconds = 30;
    double health_seconds = 0;
};

void add_global_flags(CLI::App& app, invocation& to) {
    app.add_option("-f,--file", to.files, "Compose file (default: the usual names)")
        ->take_all()
        ->allow_extra_args(false);
    app.add_option("-p,--project-name", to.project_name, "Project name");
    app.add_option("--profile", to.profiles, "Profile to enable; * for all")
        ->take_all()
        ->allow_extra_args(false);
    app.add_option("--env-file", to.env_files, "File with variables (default: .env)")
        ->take_all()
        ->allow_extra_args(false);
    app.add_option("--project-directory,--workdir", to.project_directory,
                   "Where relative paths start (default: the first file's folder)");
    app.add_flag("--all-resources", to.all_resources, "Include resources that no service uses");
    app.add_option("--socket", to.socket, "The engine's unix socket");
    app.add_option("-H,--host", to.host, "The engine's address: unix:///path or tcp://host:port");
}

/// What docker compose takes for its own output, which rollout's never has: scripts go on to work.
void add_output_flags(CLI::App& app) {
    constexpr const char* hidden = "";
    app.add_option("--ansi")->check(CLI::IsMember({"never", "always", "auto"}))->group(hidden);
    app.add_option("--progress")
        ->check(CLI::IsMember({"auto", "tty", "plain", "json", "quiet"}))
        ->group(hidden);
    app.add_option("--parallel")->check(CLI::TypeValidator<int>())->group(hidden);
    app.add_flag("--verbose")->group(hidden);
    app.add_flag("--no-ansi")->group(hidden);
}

void add_setting(CLI::App& sub, invocation& to, const char* flag, const char* setting,
                 const char* help) {
    sub.add_option_function<std::string>(
        flag, [&to, setting](const std::string& value) { to.settings[setting] = value; }, help);
}

void add_image_flags(CLI::App& sub, raw_values& raw) {
    sub.add_option("--pull", raw.pull, "Pull images: missing (default), always, never")
        ->check(CLI::IsMember({"missing", "always", "never"}));
    sub.add_flag("--no-build", raw.no_build, "Use the image that is there instead of building");
}

void add_health_flags(CLI::App& sub, raw_values& raw) {
    sub.add_flag("--no-eager-probe", raw.no_eager_probe,
                 "Wait for the engine's own health verdict only");
    sub.add_option("--health-timeout", raw.health_seconds,
                   "Seconds to wait for health (default: from the healthcheck)")
        ->check(CLI::PositiveNumber);
}

void add_deploy_flags(CLI::App& sub, invocation& to, raw_values& raw) {
    add_setting(sub, to, "--smoke-url", "smoke.url", "URL to probe after the cutover");
    add_setting(sub, to, "--smoke-status", "smoke.status", "Expected status (default 200)");
    add_setting(sub, to, "--smoke-attempts", "smoke.attempts", "Attempts (default 3)");
    add_setting(sub, to, "--smoke-timeout", "smoke.timeout", "Time of one attempt (default 2s)");
    add_setting(sub, to, "--smoke-delay", "smoke.delay", "Time between attempts (default 250ms)");
    sub.add_option("--drain-timeout", raw.drain_seconds,
                   "Seconds to wait for the last requests to the old color (default 30)")
        ->check(CLI::NonNegativeNumber);
    sub.add_option("--retire", raw.retire, "The old color afterwards: keep (default), stop, remove")
        ->check(CLI::IsMember({"keep", "stop", "remove"}));
    add_image_flags(sub, raw);
    add_health_flags(sub, raw);
}

void add_services(CLI::App& sub, raw_values& raw, const char* help) {
    sub.add_option("SERVICE", raw.services, help);
}

void add_config_flags(CLI::App& sub, invocation& to, raw_values& raw) {
    auto& o = to.config;
    sub.add_option("--format", o.format, "Output: yaml (default) or json");
    sub.add_option("--hash", o.hash, "Print hashes of services: a list, or * for all");
    sub.add_option("-o,--output", o.output, "Write to a file");
    const std::pair<const char*, std::pair<bool*, const char*>> flags[] = {
        {"--services", {&o.services, "Print the names of services"}},
        {"--volumes", {&o.volumes, "Print the names of volumes"}},
        {"--networks", {&o.networks, "Print the names of networks"}},
        {"--models", {&o.models, "Print the names of models"}},
        {"--images", {&o.images, "Print the names of images"}},
        {"--profiles", {&o.profiles, "Print the names of profiles"}},
        {"--variables", {&o.variables, "Print the variables of the files and their defaults"}},
        {"--environment", {&o.environment, "Print what variables are replaced by"}},
        {"-q,--quiet", {&o.quiet, "Only check, print nothing"}},
        {"--no-interpolate", {&o.no_interpolate, "Leave variables as they are"}},
        {"--no-normalize", {&o.no_normalize, "Leave out what is implied"}},
        {"--no-path-resolution", {&o.no_path_resolution, "Leave paths relative"}},
        {"--no-consistency", {&o.no_consistency, "Do not check what refers to what"}},
        {"--no-env-resolution", {&o.no_env_resolution, "Accepted; does nothing, as in compose"}},
        {"--resolve-image-digests", {&o.resolve_image_digests, "Pin images to digests"}},
        {"--lock-image-digests", {&o.lock_image_digests, "Print only images, with digests"}},
    };
    for (const auto& [name, flag] : flags)
        sub.add_flag(name, *flag.first, flag.second);
    add_services(sub, raw, "Services (default: all)");
}

constexpr char pattern_mark = '\x01';

/// CLI11 takes `[ab]` for a list. It is a pattern of service names, and is marked as one.
std::vector<std::string> with_marked_patterns(std::vector<std::string> args) {
    for (std::size_t i = 1; i < args.size(); ++i) {
        auto& arg = args[i];
        const bool value_of_flag = !args[i - 1].empty() && args[i - 1].front() == '-';
        if (arg.size() > 1 && arg.front() == '[' && arg.back() == ']' && !value_of_flag) {
            arg.insert(arg.begin(), pattern_mark);
        }
    }
    return args;
}

std::chrono::milliseconds milliseconds(double seconds) {
    constexpr double a_day = 86'400;
    return std::chrono::milliseconds(std::llround(std::min(seconds, a_day) * 1000));
}

pull_policy pull_of(const std::string& word) {
    if (word == "always") return pull_policy::always;
    return word == "never" ? pull_policy::never : pull_policy::missing;
}

deploy::retire retire_of(const std::string& word) {
    if (word == "stop") return deploy::retire::stop;
    return word == "remove" ? deploy::retire::remove : deploy::retire::keep;
}

void apply(const raw_values& raw, invocation& to) {
    for (const auto& service : raw.services)
        to.services.insert(service.substr(service.front() == pattern_mark ? 1 : 0));
    plan::image_options images;
    images.build = !raw.no_build;
    images.pull = pull_of(raw.pull);
    deploy::health_options health;
    health.eager_probe = !raw.no_eager_probe;
    if (raw.health_seconds > 0) health.limit = milliseconds(raw.health_seconds);
    to.deploy.images = to.up.images = images;
    to.deploy.health = to.up.health = health;
    to.deploy.drain_limit = milliseconds(raw.drain_seconds);
    to.deploy.retire = retire_of(raw.retire);
    to.up.services = to.logs.services = to.services;
}

void add_commands(CLI::App& app, invocation& to, raw_values& raw) {
    const auto add = [&](const char* name, command what, const char* help) {
        auto* sub = app.add_subcommand(name, help);
        sub->fallthrough();
        sub->callback([&to, what] { to.command = what; });
        return sub;
    };
    auto* up = add("up", command::up, "Start the stack: network, live color, proxy");
    add_services(*up, raw, "Services to start (default: those without a profile)");
    up->add_flag("--recreate", to.up.recreate, "Replace running containers whose file changed");
    add_image_flags(*up, raw);
    add_health_flags(*up, raw);

    auto* deploy =
        add("deploy", command::deploy, "Bring a new version live without losing a request");
    deploy->add_flag("--dry-run", to.deploy.dry_run, "Print the plan and change nothing");
    add_deploy_flags(*deploy, to, raw);
    add_deploy_flags(*add("plan", command::plan, "Print what deploy would do; changes nothing"), to,
                     raw);

    add("status", command::status, "Show the live color, the containers and what they agree on");
    add("down", command::down, "Remove the stack's containers and networks");
    auto* logs = add("logs", command::logs, "Print the containers' log lines");
    add_services(*logs, raw, "Services (default: all)");
    logs->add_flag("--follow", to.logs.follow, "Go on as lines come");
    logs->add_option("--tail,-n", to.logs.tail, "Lines of each container (default 100)")
        ->check(CLI::NonNegativeNumber);
    auto* build = add("build", command::build, "Build the services' images through the engine");
    add_services(*build, raw, "Services (default: all that have a build section)");
    add_config_flags(*add("config", command::config, "Print the Compose model in its normal form"),
                     to, raw);
    add("version", command::version, "Print the version");
}

}  // namespace

parse_result parse_command_line(const std::vector<std::string>& args) {
    parse_result result;
    invocation to;
    raw_values raw;
    CLI::App app("rollout: zero-downtime deploys through the Docker Engine API", "rollout");
    app.require_subcommand(1);
    app.option_defaults()->take_last();  // subcommands inherit it
    app.set_version_flag("--version", ROLLOUT_VERSION);
    add_global_flags(app, to);
    add_output_flags(app);
    add_commands(app, to, raw);
    auto reversed = with_marked_patterns(args);
    std::reverse(reversed.begin(), reversed.end());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        const bool failed = app.exit(e, out, err) != 0;
        result.text = failed ? err.str() : out.str();
        result.exit_code = failed ? static_cast<int>(deploy::exit_code::usage) : 0;
        return result;
    }
    apply(raw, to);
    if (to.command == command::plan) {
        to.command = command::deploy;
        to.deploy.dry_run = true;
    }
    result.invocation = std::move(to);
    return result;
}

}  // namespace rollout::cli
