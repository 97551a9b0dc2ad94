#include <cli/command.hpp>
#include <cli/commands/transfer.hpp>

namespace rollout::cli {

namespace {

class push_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"--ignore-push-failures", "Push what can be pushed, and end well",
             &wanted_.ignore_failures},
            {"--include-deps", "Push what the services depend on, too",
             &wanted_.what.with_dependencies},
            {"-q,--quiet", "Say only what goes wrong", &quiet_},
        };
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services (default: those without a profile)";
    }

    engine_work::exit_code run(frame& f) override {
        return transfer(f, wanted_, quiet_, &engine_work::push);
    }

  private:
    engine_work::transfer_options wanted_;
    bool quiet_ = false;
};

}  // namespace

std::unique_ptr<command> make_push() {
    return std::make_unique<push_command>();
}

}  // namespace rollout::cli
