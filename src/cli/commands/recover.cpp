#include <rollout/blue_green/deploy.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

using engine_work::exit_code;

class recover_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"reload_timeout", "lock_wait"};
    }

    exit_code run(frame& f) override {
        return run_verb(f, project_with_colors(f), &blue_green::recover);
    }
};

}  // namespace

std::unique_ptr<command> make_recover() {
    return std::make_unique<recover_command>();
}

}  // namespace rollout::cli
