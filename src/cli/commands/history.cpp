#include <rollout/blue_green/history.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class history_command final : public command {
  public:
    exit_code run(frame& f) override {
        const auto project = f.load_project();
        const auto read = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            deploy_history found;
            found.project = project.name;
            found.entries = co_await blue_green::read_history(work.engine, project.name);
            f.out().show(found);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, read);
    }
};

}  // namespace

std::unique_ptr<command> make_history() {
    return std::make_unique<history_command>();
}

}  // namespace rollout::cli
