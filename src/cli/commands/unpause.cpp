#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class unpause_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options unpause;
        unpause.what.what = plan::verb::unpause;
        return manage(f, unpause);
    }
};

}  // namespace

std::unique_ptr<command> make_unpause() {
    return std::make_unique<unpause_command>();
}

}  // namespace rollout::cli
