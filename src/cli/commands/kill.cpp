#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class kill_command final : public command {
  public:
    option_list own_options() override {
        return {{"-s,--signal", "The signal to send (default: SIGKILL)", &signal_},
                {"--remove-orphans", "Also those of services that are not in the file",
                 &remove_orphans_},
                live_option(&live_)};
    }
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options kill;
        kill.what.what = plan::verb::kill;
        kill.what.signal = signal_;
        kill.what.orphans = remove_orphans_ || f.is_set("COMPOSE_REMOVE_ORPHANS");
        return manage(f, kill, live_);
    }

  private:
    std::string signal_;
    bool remove_orphans_ = false;
    bool live_ = false;
};

}  // namespace

std::unique_ptr<command> make_kill() {
    return std::make_unique<kill_command>();
}

}  // namespace rollout::cli
