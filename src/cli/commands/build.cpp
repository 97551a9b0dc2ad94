#include <rollout/engine_work/build.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class build_command final : public command {
  public:
    [[nodiscard]] std::string services_help() const override {
        return "Services (default: all that have a build section)";
    }

    exit_code run(frame& f) override {
        const auto project = f.load_project();
        const auto services = f.services();
        const auto build = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await engine_work::build(work, services);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::read, build);
    }
};

}  // namespace

std::unique_ptr<command> make_build() {
    return std::make_unique<build_command>();
}

}  // namespace rollout::cli
