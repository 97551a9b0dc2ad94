
#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

#include <set>
#include <stdexcept>

namespace rollout::cli {

std::vector<std::string> settings_of_a_deploy() {
    auto names = settings_of_a_move();
    std::erase(names, "lock_wait");
    names.insert(names.end(), {"with", "pre_deploy", "pre_deploy_timeout", "build", "pull"});
    return names;
}

std::vector<std::string> settings_of_a_move() {
    return {"reload_timeout", "smoke.url",     "smoke.urls",         "smoke.host",
            "smoke.insecure", "smoke.ca_file", "smoke.status",       "smoke.contains",
            "smoke.matches",  "smoke.json",    "smoke.header",       "smoke.attempts",
            "smoke.passes",   "smoke.timeout", "smoke.delay",        "soak",
            "measure.url",    "measure.rate",  "measure.max_failed", "measure.by",
            "health_timeout", "eager_probe",   "drain_timeout",      "retire",
            "lock_wait"};
}

deployable project_with_colors(const frame& f) {
    deployable found;
    found.project = f.load_project();
    found.settings = blue_green::resolve_settings(found.project, f.environment_settings(),
                                                  f.invocation().settings);
    blue_green::derive_green(found.project, found.settings);
    blue_green::check_services(found.project, found.settings);
    return found;
}

deployable project_to_deploy(const frame& f) {
    auto found = project_with_colors(f);
    const auto& s = found.settings;
    if (s.smoke.url.empty())
        throw std::invalid_argument("no URL for the smoke test: '" + s.proxy +
                                    "' publishes no port; give --smoke-url");
    const auto roles = s.roles();
    std::set<std::string> used(roles.begin(), roles.end());
    used.insert(s.with.begin(), s.with.end());
    f.check_supported(found.project, used);
    return found;
}

engine_work::exit_code run_verb(const frame& f, const deployable& on, verb_of_colors verb) {
    const auto work =
        [&](const engine_work::context& engine) -> boost::asio::awaitable<engine_work::exit_code> {
        const blue_green::context ctx{engine, on.settings, f.out(), base::host_files()};
        co_return co_await verb(ctx);
    };
    return f.on_engine(on.project, frame::logins::unused, work);
}

}  // namespace rollout::cli
