#include <cli/commands/transfer.hpp>
#include <cli/frame.hpp>
#include <cli/render/quiet.hpp>

namespace rollout::cli {

namespace net = boost::asio;
using engine_work::exit_code;

exit_code transfer(const frame& f, engine_work::transfer_options wanted, bool quiet,
                   transfer_function how) {
    const auto project = f.load_project();
    wanted.what.services = f.services();
    quiet_about what;
    what.all = true;
    quiet_reporter muted(f.out(), what);
    const auto work_on = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
        const auto told = quiet ? telling(work, muted) : work;
        co_await how(told, wanted);
        co_return exit_code::done;
    };
    return f.on_engine(project, frame::logins::read, work_on);
}

}  // namespace rollout::cli
