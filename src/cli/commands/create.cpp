#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/bring_up.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class create_command final : public command {
  public:
    option_list own_options() override { return bring_up_options(flags_); }
    [[nodiscard]] std::vector<std::string> settings() const override { return bring_up_settings(); }
    [[nodiscard]] std::string services_help() const override {
        return "Services to make containers of (default: those without a profile)";
    }

    exit_code run(frame& f) override {
        flags_.start = false;
        const auto found = load_to_bring_up(f, flags_);
        const auto services = f.invocation().services;
        f.check_supported(found.project, f.services());
        const auto create = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await bring_up(f, work, found, flags_, services);
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::read, create);
    }

  private:
    bring_up_flags flags_;
};

}  // namespace

std::unique_ptr<command> make_create() {
    return std::make_unique<create_command>();
}

}  // namespace rollout::cli
