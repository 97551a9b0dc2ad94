#include "retire.hpp"

#include "deploy_plan.hpp"

#include <rollout/engine_work/executor.hpp>

namespace rollout::blue_green {

namespace net = boost::asio;

net::awaitable<void> retire_color(const context& ctx, proxy& nginx, retiring what,
                                  plan::untouchable live) {
    const bool done = co_await nginx.drained(what.generation, what.drain_limit);
    if (done)
        ctx.reporter.report(drained{what.color});
    else
        ctx.reporter.report(drain_incomplete{what.drain_limit.count()});
    const auto operations = retirement(ctx.work.project, ctx.settings, what.color, what.how);
    const engine_work::health_options unused;
    engine_work::executor carry_out(ctx.work, std::move(live), unused);
    co_await carry_out.run(operations);
}

}  // namespace rollout::blue_green
