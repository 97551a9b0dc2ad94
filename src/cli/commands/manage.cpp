#include <rollout/blue_green/stack.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/commands/any_project.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

#include <utility>

namespace rollout::cli {

namespace net = boost::asio;
using engine_work::exit_code;

exit_code manage(frame& f, engine_work::manage_options options, bool with_live) {
    const auto found = load_or_find_any_project(f);
    options.what.services = f.services();
    plan::check_known(found.project, options.what.services);
    const auto work_on = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
        if (found.colors) {
            const blue_green::context ctx{work, *found.colors, f.out(), base::host_files()};
            co_await blue_green::manage(ctx, options, with_live);
        } else {
            co_await engine_work::manage(work, options);
        }
        co_return exit_code::done;
    };
    return f.on_engine(found.project, frame::logins::unused, work_on);
}

option live_option(bool* to) {
    return {"--live",
            "Of the whole stack also the live color and the proxy, which serve users (without "
            "colors there are none)",
            to};
}

option timeout_option(std::optional<int>* to) {
    return {"-t,--timeout", "Seconds that a container may take to stop (default: its own)", to};
}

}  // namespace rollout::cli
