#include "prepare.hpp"

#include "live_color.hpp"

#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/protect.hpp>

#include <exception>
#include <string>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

std::string keeps_serving(color c) {
    return std::string(to_string(c)) + " keeps serving";
}

/// Workers of an earlier reload may still be serving requests from the color that is about to be
/// replaced.
net::awaitable<void> drain_idle(const context& ctx, proxy& nginx, std::chrono::milliseconds limit) {
    const auto workers = co_await nginx.workers();
    if (workers.shutting_down.empty()) co_return;
    ctx.reporter.report(earlier_workers_draining{});
    const bool done = co_await nginx.drained(workers.shutting_down, limit);
    if (!done) ctx.reporter.report(earlier_workers_remain{});
}

net::awaitable<void> make_idle_ready(const context& ctx, const deploy_plan& plan, proxy& nginx,
                                     engine_work::executor& idle,
                                     const engine_work::deploy_lock& lock) {
    co_await idle.run(plan.images);
    co_await drain_idle(ctx, nginx, ctx.settings.drain_limit);
    record(ctx, plan.from);  // it must be writable when the moment comes
    co_await idle.run(plan.replacement);
    const bool ours = co_await lock.still_held(ctx.work.engine);
    if (!ours) throw failure(exit_code::failed, "the lock was lost; " + keeps_serving(plan.from));
}

}  // namespace

net::awaitable<void> prepare(const context& ctx, const deploy_plan& plan, proxy& nginx,
                             engine_work::executor& idle, const engine_work::deploy_lock& lock) {
    std::exception_ptr problem;
    try {
        co_await make_idle_ready(ctx, plan, nginx, idle, lock);
    } catch (...) {
        problem = std::current_exception();
    }
    const bool interrupted = ctx.work.interrupted.asked();
    if (!problem && !interrupted) co_return;
    co_await engine_work::protect(idle.undo());
    if (interrupted) throw failure(exit_code::failed, "interrupted; " + keeps_serving(plan.from));
    std::rethrow_exception(problem);
}

}  // namespace rollout::blue_green
