#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/up.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

#include <charconv>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

int number_in(const std::string& flag, const std::string& text) {
    int number = -1;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number < 0)
        throw std::invalid_argument(flag + ": '" + text + "' is not a whole number of at least 0");
    return number;
}

/// `web=3`
void scale(compose::project& project, const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
        throw std::invalid_argument("--scale: '" + text + "' is not SERVICE=NUMBER");
    const auto found = project.services.find(text.substr(0, equals));
    if (found == project.services.end())
        throw std::invalid_argument("--scale: no such service: " + text.substr(0, equals));
    auto& service = found->second;
    service.scale = number_in("--scale", text.substr(equals + 1));
    if (*service.scale > 1 && !service.container_name.empty())
        throw std::invalid_argument("--scale: service '" + service.name +
                                    "' has a container_name, which only one container can have");
}

class up_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-d,--detach", "Return once all is started, which it always does", &detach_},
            {"--wait", "Wait until all services run, or are healthy", &wait_},
            {"--wait-timeout", "How many seconds to wait for a service at most", &wait_timeout_},
            {"--build", "Build images although they are there", &build_},
            {"--no-deps", "Leave services alone that nobody named", &no_deps_},
            {"--force-recreate", "Make containers anew although nothing changed", &force_},
            {"--no-recreate", "Make no container anew, whatever changed", &no_recreate_},
            {"--always-recreate-deps", "Make what they depend on anew, too", &always_deps_},
            {"--no-start", "Make what is missing, and start nothing", &no_start_},
            {"--scale", "SERVICE=NUMBER of containers, in place of what the file says", &scale_},
            {"--remove-orphans", "Remove containers of services that are not in the file",
             &remove_orphans_},
            {"-V,--renew-anon-volumes", "Give what is made anew no anonymous volume of the old one",
             &renew_volumes_},
            {"-t,--timeout", "Seconds that a container may take to stop (default: its own)",
             &timeout_},
            {"--recreate", "Make the proxy anew when it changed, too", &recreate_, {}, true},
        };
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"build", "pull", "health_timeout", "eager_probe", "lock_wait"};
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services to start (default: those without a profile)";
    }

    exit_code run(frame& f) override {
        auto found = load_any_project(f);
        for (const auto& text : scale_)
            scale(found.project, text);
        const auto& project = found.project;
        const auto& colors = found.colors;
        const auto up = options_for(f, project);
        f.check_supported(project, up.services);
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                co_await blue_green::up(ctx, up, recreate_);
            } else {
                co_await engine_work::up(work, up);
            }
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::read, start);
    }

  private:
    [[nodiscard]] engine_work::up_options options_for(const frame& f,
                                                      const compose::project& project) const {
        if (force_ && no_recreate_)
            throw std::invalid_argument("--force-recreate and --no-recreate exclude each other");
        if (no_recreate_ && renew_volumes_)
            throw std::invalid_argument(
                "--no-recreate and --renew-anon-volumes exclude each other");
        const auto any = blue_green::resolve_settings(project, f.environment_settings(),
                                                      f.invocation().settings);
        engine_work::up_options up;
        up.services = f.services();
        up.with_dependencies = !no_deps_;
        if (force_ || renew_volumes_) up.recreate = plan::recreate::always;
        if (no_recreate_) up.recreate = plan::recreate::never;
        up.recreate_dependencies = always_deps_;
        up.inherit_volumes = !renew_volumes_;
        up.start = !no_start_;
        up.remove_orphans = remove_orphans_ || f.is_set("COMPOSE_REMOVE_ORPHANS");
        up.ignore_orphans = f.is_set("COMPOSE_IGNORE_ORPHANS");
        if (wait_ || wait_timeout_) up.wait = plan::waiting::all;
        up.stop_seconds = timeout_;
        up.images = any.images;
        up.images.build_anew = build_;
        up.health = any.health;
        if (wait_timeout_) up.health.limit = std::chrono::seconds(*wait_timeout_);
        return up;
    }

    bool detach_ = false;
    bool wait_ = false;
    bool build_ = false;
    bool no_deps_ = false;
    bool force_ = false;
    bool no_recreate_ = false;
    bool always_deps_ = false;
    bool no_start_ = false;
    bool remove_orphans_ = false;
    bool renew_volumes_ = false;
    bool recreate_ = false;
    std::optional<int> wait_timeout_;
    std::optional<int> timeout_;
    std::vector<std::string> scale_;
};

}  // namespace

std::unique_ptr<command> make_up() {
    return std::make_unique<up_command>();
}

}  // namespace rollout::cli
