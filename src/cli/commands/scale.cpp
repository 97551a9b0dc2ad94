#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/bring_up.hpp>
#include <cli/frame.hpp>

#include <set>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class scale_command final : public command {
  public:
    option_list own_options() override {
        return {{"--no-deps", "Leave services alone that nobody named", &flags_.no_deps},
                {"SERVICE=NUMBER", "How many containers", &flags_.scale}};
    }
    [[nodiscard]] std::vector<std::string> settings() const override { return bring_up_settings(); }

    exit_code run(frame& f) override {
        if (flags_.scale.empty()) throw std::invalid_argument("scale: name a service, as web=3");
        const auto found = load_to_bring_up(f, flags_);
        std::set<std::string> services;
        for (const auto& text : flags_.scale)
            services.insert(text.substr(0, text.find('=')));
        f.check_supported(found.project, services);
        const auto scale = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const std::vector<std::string> names(services.begin(), services.end());
            co_await bring_up(f, work, found, flags_, names);
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::read, scale);
    }

  private:
    bring_up_flags flags_;
};

}  // namespace

std::unique_ptr<command> make_scale() {
    return std::make_unique<scale_command>();
}

}  // namespace rollout::cli
