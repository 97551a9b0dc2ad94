#include <rollout/blue_green/deploy.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class plan_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override {
        return settings_of_a_deploy();
    }

    exit_code run(frame& f) override {
        const auto found = project_to_deploy(f);
        const auto work = [&](const engine_work::context& engine) -> net::awaitable<exit_code> {
            const blue_green::context ctx{engine, found.settings, f.out(), base::host_files()};
            const blue_green::deploy_request request;
            co_await blue_green::print_plan(ctx, request);
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::unused, work);
    }
};

}  // namespace

std::unique_ptr<command> make_plan() {
    return std::make_unique<plan_command>();
}

}  // namespace rollout::cli
