#include <rollout/blue_green/deploy.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class recover_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"reload_timeout", "lock_wait"};
    }

    exit_code run(frame& f) override {
        const auto found = project_with_colors(f);
        const auto work = [&](const engine_work::context& engine) -> net::awaitable<exit_code> {
            const blue_green::context ctx{engine, found.settings, f.out(), base::host_files()};
            co_return co_await blue_green::recover(ctx);
        };
        return f.on_engine(found.project, frame::logins::unused, work);
    }
};

}  // namespace

std::unique_ptr<command> make_recover() {
    return std::make_unique<recover_command>();
}

}  // namespace rollout::cli
