#include <rollout/blue_green/deploy.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

using engine_work::exit_code;

class promote_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override {
        return settings_of_a_move();
    }

    exit_code run(frame& f) override {
        return run_verb(f, project_to_deploy(f), &blue_green::promote);
    }
};

}  // namespace

std::unique_ptr<command> make_promote() {
    return std::make_unique<promote_command>();
}

}  // namespace rollout::cli
