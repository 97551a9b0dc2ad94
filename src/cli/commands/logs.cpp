#include <rollout/engine_work/logs.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class logs_command final : public command {
  public:
    option_list own_options() override {
        return {{"--follow", "Go on as lines come", &wanted_.follow},
                {"--tail,-n", "Lines of each container (default 100)", &wanted_.tail}};
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto found = load_any_project(f);
        const auto& project = found.project;
        wanted_.services = f.services();
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await engine_work::logs(work, wanted_);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print);
    }

  private:
    engine_work::logs_options wanted_;
};

}  // namespace

std::unique_ptr<command> make_logs() {
    return std::make_unique<logs_command>();
}

}  // namespace rollout::cli
