#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/up.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class up_command final : public command {
  public:
    option_list own_options() override {
        return {{"--recreate", "Replace running containers whose file changed", &recreate_}};
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"build", "pull", "health_timeout", "eager_probe", "lock_wait"};
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services to start (default: those without a profile)";
    }

    exit_code run(frame& f) override {
        const auto found = load_any_project(f);
        const auto& project = found.project;
        const auto& colors = found.colors;
        const auto any = blue_green::resolve_settings(project, f.environment_settings(),
                                                      f.invocation().settings);
        engine_work::up_options up;
        up.services = f.services();
        up.recreate = recreate_;
        up.images = any.images;
        up.health = any.health;
        up.lock_wait = any.lock_wait;
        f.check_supported(project,
                          up.services.empty() ? plan::default_services(project) : up.services);
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                co_await blue_green::up(ctx, up);
            } else {
                co_await engine_work::up(work, up);
            }
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::read, start);
    }

  private:
    bool recreate_ = false;
};

}  // namespace

std::unique_ptr<command> make_up() {
    return std::make_unique<up_command>();
}

}  // namespace rollout::cli
