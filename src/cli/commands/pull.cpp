#include <cli/command.hpp>
#include <cli/commands/transfer.hpp>

namespace rollout::cli {

namespace {

class pull_command final : public command {
  public:
    option_list own_options() override {
        constexpr bool hidden = true;
        return {
            {"--ignore-buildable", "Leave images alone that can be built",
             &wanted_.what.ignore_buildable},
            {"--ignore-pull-failures", "Pull what can be pulled, and end well",
             &wanted_.ignore_failures},
            {"--include-deps", "Pull what the services depend on, too",
             &wanted_.what.with_dependencies},
            {"--policy",
             "missing: only what is not here; always (default: as the file says)",
             &wanted_.what.policy,
             {"missing", "always"}},
            {"-q,--quiet", "Say only what goes wrong", &quiet_},
            {"--parallel", "", &parallel_, {}, hidden},
            {"--no-parallel", "", &parallel_, {}, hidden},
        };
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services (default: those without a profile)";
    }

    engine_work::exit_code run(frame& f) override {
        return transfer(f, wanted_, quiet_, &engine_work::pull);
    }

  private:
    engine_work::transfer_options wanted_;
    bool quiet_ = false;
    bool parallel_ = false;  ///< of an old docker compose; without effect there, too
};

}  // namespace

std::unique_ptr<command> make_pull() {
    return std::make_unique<pull_command>();
}

}  // namespace rollout::cli
