#include <rollout/blue_green/stack.hpp>

#include <cli/commands/any_project.hpp>
#include <cli/commands/bring_up.hpp>
#include <cli/frame.hpp>
#include <cli/render/quiet.hpp>
#include <cli/words.hpp>

#include <set>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;

/// `web=3`
void scale(compose::project& project, const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
        throw std::invalid_argument("--scale: '" + text + "' is not SERVICE=NUMBER");
    const auto found = project.services.find(text.substr(0, equals));
    if (found == project.services.end())
        throw std::invalid_argument("--scale: no such service: " + text.substr(0, equals));
    auto& service = found->second;
    const auto number = text.substr(equals + 1);
    service.scale = whole_number(number);
    if (!service.scale)
        throw std::invalid_argument("--scale: '" + number +
                                    "' is not a whole number of at least 0");
    if (*service.scale > 1 && !service.container_name.empty())
        throw std::invalid_argument("--scale: service '" + service.name +
                                    "' has a container_name, which only one container can have");
}

void refuse_contradictions(const bring_up_flags& flags) {
    if (flags.force_recreate && flags.no_recreate)
        throw std::invalid_argument("--force-recreate and --no-recreate exclude each other");
    if (flags.no_recreate && flags.renew_volumes)
        throw std::invalid_argument("--no-recreate and --renew-anon-volumes exclude each other");
}

engine_work::up_options up_options_for(const frame& f, const compose::project& project,
                                       const bring_up_flags& flags) {
    const auto any =
        blue_green::resolve_settings(project, f.environment_settings(), f.invocation().settings);
    engine_work::up_options up;
    up.with_dependencies = !flags.no_deps;
    if (flags.force_recreate || flags.renew_volumes) up.recreate = plan::recreate::always;
    if (flags.no_recreate) up.recreate = plan::recreate::never;
    up.recreate_dependencies = flags.always_recreate_deps;
    up.inherit_volumes = !flags.renew_volumes;
    up.start = flags.start;
    up.remove_orphans = flags.remove_orphans || f.is_set("COMPOSE_REMOVE_ORPHANS");
    up.ignore_orphans = f.is_set("COMPOSE_IGNORE_ORPHANS");
    if (flags.wait || flags.wait_timeout) up.wait = plan::waiting::all;
    up.stop_seconds = flags.timeout;
    up.images = any.images;
    if (flags.build && !up.images.build)
        throw std::invalid_argument("--build and --no-build exclude each other");
    up.images.build_anew = flags.build;
    up.health = any.health;
    if (flags.wait_timeout)
        up.health.limit = up.health.completion_limit = std::chrono::seconds(*flags.wait_timeout);
    return up;
}

}  // namespace

option_list bring_up_options(bring_up_flags& to) {
    constexpr bool hidden = true;
    return {
        {"--build", "Build images although they are there", &to.build},
        {"--force-recreate", "Make containers anew although nothing changed", &to.force_recreate},
        {"--no-recreate", "Make no container anew, whatever changed", &to.no_recreate},
        {"--scale", "SERVICE=NUMBER of containers, in place of what the file says", &to.scale},
        {"--remove-orphans", "Remove containers of services that are not in the file",
         &to.remove_orphans},
        {"--quiet-pull", "Say of pulls only what goes wrong", &to.quiet_pull},
        {"-y,--yes", "", &to.yes, {}, hidden},
    };
}

std::vector<std::string> bring_up_settings() {
    return {"build", "pull", "health_timeout", "eager_probe", "lock_wait"};
}

any_project load_to_bring_up(const frame& f, const bring_up_flags& flags) {
    refuse_contradictions(flags);
    auto found = load_any_project(f);
    for (const auto& text : flags.scale)
        scale(found.project, text);
    return found;
}

net::awaitable<void> bring_up(const frame& f, const engine_work::context& work,
                              const any_project& found, engine_work::up_options up,
                              bool recreate_proxy) {
    if (!found.colors) {
        co_await engine_work::up(work, std::move(up));
        co_return;
    }
    const blue_green::context ctx{work, *found.colors, f.out(), base::host_files()};
    co_await blue_green::up(ctx, std::move(up), recreate_proxy);
}

net::awaitable<void> bring_up(const frame& f, const engine_work::context& work,
                              const any_project& found, const bring_up_flags& flags,
                              const std::vector<std::string>& services) {
    auto up = up_options_for(f, found.project, flags);
    up.services = {services.begin(), services.end()};
    quiet_about what;
    what.pulls = flags.quiet_pull;
    what.builds = flags.quiet_build;
    quiet_reporter quiet(f.out(), what);
    const auto told = telling(work, quiet);
    co_await bring_up(f, told, found, std::move(up), flags.recreate_proxy);
}

}  // namespace rollout::cli
