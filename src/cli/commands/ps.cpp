#include <rollout/engine_work/observe.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class ps_command final : public command {
  public:
    exit_code run(frame& f) override {
        const auto project = f.load_project();
        const auto list = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            container_list found;
            found.project = project.name;
            found.containers = co_await engine_work::observe_containers(work.engine, project);
            f.out().show(found);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, list);
    }
};

}  // namespace

std::unique_ptr<command> make_ps() {
    return std::make_unique<ps_command>();
}

}  // namespace rollout::cli
