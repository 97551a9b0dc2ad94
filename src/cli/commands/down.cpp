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
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }

    exit_code run(frame& f) override {
        const auto found = load_any_project(f);
        const auto& project = found.project;
        const auto& colors = found.colors;
        engine_work::down_options plain;
        plain.lock_wait =
            blue_green::resolve_settings(project, f.environment_settings(), f.invocation().settings)
                .lock_wait;
        const auto remove = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                co_await blue_green::down(ctx);
            } else {
                co_await engine_work::down(work, plain);
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
