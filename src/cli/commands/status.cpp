#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/observe.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

exit_code exit_code_of(const stack_status& status) {
    if (!status.live) return exit_code::done;
    switch (blue_green::health_of(*status.live)) {
        case blue_green::stack_health::healthy: return exit_code::done;
        case blue_green::stack_health::degraded: return exit_code::degraded;
        case blue_green::stack_health::broken: return exit_code::broken;
    }
    return exit_code::broken;
}

class status_command final : public command {
  public:
    exit_code run(frame& f) override {
        const auto found = load_any_project(f);
        const auto& project = found.project;
        const auto& colors = found.colors;
        const auto look = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            stack_status status;
            status.project = project.name;
            status.containers = co_await engine_work::observe_containers(work.engine, project);
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                status.live = co_await blue_green::look_at_live(ctx, status.containers);
            }
            f.out().show(status);
            co_return exit_code_of(status);
        };
        return f.on_engine(project, frame::logins::unused, look);
    }
};

}  // namespace

std::unique_ptr<command> make_status() {
    return std::make_unique<status_command>();
}

}  // namespace rollout::cli
