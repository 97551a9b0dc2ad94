#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class stop_command final : public command {
  public:
    option_list own_options() override { return {timeout_option(&timeout_), live_option(&live_)}; }
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options stop;
        stop.what.what = plan::verb::stop;
        stop.stop_seconds = timeout_;
        return manage(f, stop, live_);
    }

  private:
    std::optional<int> timeout_;
    bool live_ = false;
};

}  // namespace

std::unique_ptr<command> make_stop() {
    return std::make_unique<stop_command>();
}

}  // namespace rollout::cli
