#include "settle.hpp"

#include "begin.hpp"

#include <rollout/blue_green/deploy.hpp>
#include <rollout/engine_work/observe.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

}  // namespace

net::awaitable<exit_code> settle(const context& ctx, proxy& nginx, run_locks& locks,
                                 plan::observed stack, known_before known, const char* purpose) {
    auto b = co_await begin_run(ctx, nginx, std::move(stack), known);
    b.p.replaces = false;
    auto plan = plan_return(ctx.work.project, ctx.settings, b.seen.stack, b.p.from);
    runner r(ctx, nginx, locks, std::move(b), std::move(plan), purpose);
    co_return co_await r.run();
}

net::awaitable<exit_code> recover(const context& ctx) {
    const auto run = [&](stage& on, run_locks& locks) -> net::awaitable<exit_code> {
        const auto& there = on.context();
        auto stack = co_await engine_work::observe_made(there.work.engine, there.work.project);
        const auto known = known_from(locks);
        co_return co_await settle(there, on.proxy(), locks, std::move(stack), known, "recover");
    };
    co_return co_await with_proxy_and_lock(ctx, "recover", run);
}

}  // namespace rollout::blue_green
