#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

class start_command final : public command {
  public:
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options start;
        start.what.what = plan::verb::start;
        start.health.settle = std::chrono::seconds(1);
        return manage(f, start);
    }
};

}  // namespace

std::unique_ptr<command> make_start() {
    return std::make_unique<start_command>();
}

}  // namespace rollout::cli
