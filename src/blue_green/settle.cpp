#include "settle.hpp"

#include "begin.hpp"

#include <rollout/blue_green/deploy.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

}  // namespace

net::awaitable<exit_code> settle(const context& ctx, proxy& nginx, engine_work::deploy_lock& lock,
                                 known_before known, const char* purpose) {
    auto b = co_await begin(ctx, nginx, known);
    b.p.replaces = false;
    auto plan = plan_return(ctx.work.project, ctx.settings, b.seen.stack, b.p.from);
    runner r(ctx, nginx, lock, std::move(b), std::move(plan), purpose);
    co_return co_await r.run();
}

net::awaitable<exit_code> recover(const context& ctx) {
    const auto run = [&](proxy& nginx, engine_work::deploy_lock& lock) {
        known_before known;
        known.unfinished = lock.taken_over().has_value();
        return settle(ctx, nginx, lock, known, "recover");
    };
    co_return co_await with_proxy_and_lock(ctx, "recover", run);
}

}  // namespace rollout::blue_green
