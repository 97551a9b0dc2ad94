#include <rollout/blue_green/deploy.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class deploy_command final : public command {
  public:
    option_list own_options() override {
        return {{"--dry-run", "Print the plan and change nothing", &dry_run_},
                {"--hold", "Stop before users are moved; `promote` goes on", &request_.hold}};
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        auto names = settings_of_a_deploy();
        names.push_back("lock_wait");
        return names;
    }

    exit_code run(frame& f) override {
        const auto found = project_to_deploy(f);
        const auto work = [&](const engine_work::context& engine) -> net::awaitable<exit_code> {
            const blue_green::context ctx{engine, found.settings, f.out(), base::host_files()};
            if (!dry_run_) co_return co_await blue_green::deploy(ctx, request_);
            co_await blue_green::print_plan(ctx, request_);
            co_return exit_code::done;
        };
        const auto logins = dry_run_ ? frame::logins::unused : frame::logins::read;
        return f.on_engine(found.project, logins, work);
    }

  private:
    bool dry_run_ = false;
    blue_green::deploy_request request_;
};

}  // namespace

std::unique_ptr<command> make_deploy() {
    return std::make_unique<deploy_command>();
}

}  // namespace rollout::cli
