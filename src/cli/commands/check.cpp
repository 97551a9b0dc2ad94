#include <rollout/base/files.hpp>
#include <rollout/blue_green/check.hpp>

#include <cli/commands/deploy_settings.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

using engine_work::exit_code;
using level = blue_green::finding::level;

class check_command final : public command {
  public:
    option_list own_options() override {
        return {{"--strict", "Fail for a warning too", &strict_}};
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return settings_of_a_deploy();
    }

    exit_code run(frame& f) override {
        const auto found = project_with_colors(f);
        blue_green::check_done done;
        for (const auto& one :
             blue_green::check(found.project, found.settings, base::host_files())) {
            f.out().report(blue_green::check_finding{one});
            switch (one.importance) {
                case level::error: ++done.errors; break;
                case level::warning: ++done.warnings; break;
                case level::advice: ++done.advice; break;
            }
        }
        f.out().report(done);
        if (done.errors > 0)
            throw engine_work::failure(exit_code::failed, "a deploy would not go well (see above)");
        if (strict_ && done.warnings > 0)
            throw engine_work::failure(exit_code::failed, "--strict makes the warnings count");
        return exit_code::done;
    }

  private:
    bool strict_ = false;
};

}  // namespace

std::unique_ptr<command> make_check() {
    return std::make_unique<check_command>();
}

}  // namespace rollout::cli
