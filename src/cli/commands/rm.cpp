#include <rollout/base/joined.hpp>

#include <cli/command.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

#include <istream>
#include <ostream>

namespace rollout::cli {

namespace {

class rm_command final : public command {
  public:
    option_list own_options() override {
        constexpr bool hidden = true;
        return {
            {"-f,--force", "Do not ask", &force_},
            {"-s,--stop", "Stop what runs first", &stop_},
            {"-v,--volumes", "Remove their anonymous volumes, too: their data is lost", &volumes_},
            live_option(&live_),
            {"-a,--all", "", &all_, {}, hidden},
        };
    }
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        engine_work::manage_options remove;
        remove.what.what = plan::verb::remove;
        remove.what.stop_first = stop_;
        remove.what.volumes = volumes_;
        if (!force_)
            remove.confirm = [&f](const std::vector<std::string>& containers) {
                return is_wanted(f.process(), containers);
            };
        return manage(f, remove, live_);
    }

  private:
    /// Whoever does not answer wants nothing.
    static bool is_wanted(const process& p, const std::vector<std::string>& containers) {
        p.err << "Going to remove " << base::joined(containers, ", ") << " [y/N] " << std::flush;
        std::string answer;
        if (p.in) std::getline(*p.in, answer);
        return answer == "y" || answer == "Y" || answer == "yes" || answer == "true" ||
               answer == "1";
    }

    bool force_ = false;
    bool stop_ = false;
    bool volumes_ = false;
    bool live_ = false;
    bool all_ = false;  ///< of an old docker compose; without effect there, too
};

}  // namespace

std::unique_ptr<command> make_rm() {
    return std::make_unique<rm_command>();
}

}  // namespace rollout::cli
