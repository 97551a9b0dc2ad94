#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/down.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class down_command final : public command {
  public:
    exit_code run(frame& f) override {
        const auto found = load_any_project(f);
        const auto& project = found.project;
        const auto& colors = found.colors;
        const auto remove = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                co_await blue_green::down(ctx);
            } else {
                const std::function<void()> nothing;
                co_await engine_work::down(work, nothing);
            }
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, remove);
    }
};

}  // namespace

std::unique_ptr<command> make_down() {
    return std::make_unique<down_command>();
}

}  // namespace rollout::cli
