#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/manage.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class wait_command final : public command {
  public:
    option_list own_options() override {
        return {{"--down-project", "Take the stack down once they have ended", &down_}};
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services whose end is waited for";
    }

    exit_code run(frame& f) override {
        const auto services = f.services();
        if (services.empty()) throw std::invalid_argument("wait: name a service");
        const auto found = load_or_find_any_project(f);
        if (down_ && found.colors)
            throw std::invalid_argument(
                "--down-project is not for a project with colors: `rollout down` ends it");
        const auto wait = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const int code = co_await engine_work::wait_for_ends(work, services);
            engine_work::down_options down;
            down.what.remove_orphans = true;
            if (down_) co_await engine_work::down(work, down);
            co_return static_cast<exit_code>(code);
        };
        return f.on_engine(found.project, frame::logins::unused, wait);
    }

  private:
    bool down_ = false;
};

}  // namespace

std::unique_ptr<command> make_wait() {
    return std::make_unique<wait_command>();
}

}  // namespace rollout::cli
