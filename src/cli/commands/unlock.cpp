#include <rollout/engine_work/lock.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class unlock_command final : public command {
  public:
    option_list own_options() override {
        return {{"--force", "Remove it also when its owner may be at work", &force_}};
    }

    exit_code run(frame& f) override {
        const auto project = f.load_project();
        const auto remove = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await engine_work::unlock(work, force_);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, remove);
    }

  private:
    bool force_ = false;
};

}  // namespace

std::unique_ptr<command> make_unlock() {
    return std::make_unique<unlock_command>();
}

}  // namespace rollout::cli
