#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class pause_command final : public command {
  public:
    option_list own_options() override { return {live_option(&live_)}; }
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options pause;
        pause.what.what = plan::verb::pause;
        return manage(f, pause, live_);
    }

  private:
    bool live_ = false;
};

}  // namespace

std::unique_ptr<command> make_pause() {
    return std::make_unique<pause_command>();
}

}  // namespace rollout::cli
