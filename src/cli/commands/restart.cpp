#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class restart_command final : public command {
  public:
    option_list own_options() override {
        return {timeout_option(&timeout_),
                {"--no-deps", "Leave services alone that depend on these with `restart: true`",
                 &no_deps_},
                live_option(&live_)};
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"reload_timeout", "lock_wait"};
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options restart;
        restart.what.what = plan::verb::restart;
        restart.what.with_dependents = !no_deps_;
        restart.stop_seconds = timeout_;
        return manage(f, restart, live_);
    }

  private:
    std::optional<int> timeout_;
    bool no_deps_ = false;
    bool live_ = false;
};

}  // namespace

std::unique_ptr<command> make_restart() {
    return std::make_unique<restart_command>();
}

}  // namespace rollout::cli
