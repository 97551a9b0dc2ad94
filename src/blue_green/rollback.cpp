#include "begin.hpp"

#include <rollout/blue_green/deploy.hpp>
#include <rollout/engine_work/outcome.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

[[noreturn]] void refuse(const std::string& why) {
    throw failure(exit_code::failed, why);
}

/// Whether the idle color's containers are a version that users were on to the end.
void check_served(const beginning& b) {
    const auto& to = b.s.of(b.p.to);
    const auto name = color_name(b.p.to);
    if (to.is == machine::condition::absent)
        refuse("there is no version to go back to: the container of " + name +
               " is gone; `retire: keep` or `stop` leaves it");
    if (!to.served)
        refuse("the container of " + name +
               " is not a version that users were on, as far as the engine's record knows; "
               "`rollout history` has what was deployed");
}

void check_held(const beginning& b, const settings& s) {
    const bool waits = b.seen.record && !b.seen.record->held.empty() &&
                       b.seen.record->held == ids_of(b.seen.stack, s, b.p.to);
    if (!waits) refuse("no new version waits to be promoted; `rollout deploy --hold` makes one");
}

/// Moves users to the idle color's containers as they are.
net::awaitable<exit_code> move_to_idle(const context& ctx, proxy& nginx,
                                       engine_work::deploy_lock& lock, beginning b,
                                       const char* purpose) {
    auto& to = b.s.of(b.p.to);
    to.wanted = to.is >= machine::condition::running;
    auto plan = plan_return(ctx.work.project, ctx.settings, b.seen.stack, b.p.from);
    ctx.reporter.report(deploy_planned{plan.from, plan.to});
    runner r(ctx, nginx, lock, std::move(b), std::move(plan), purpose);
    co_return co_await r.run();
}

known_before known_from(const engine_work::deploy_lock& lock) {
    known_before known;
    known.unfinished = lock.taken_over().has_value();
    return known;
}

}  // namespace

net::awaitable<exit_code> rollback(const context& ctx) {
    const auto run = [&](proxy& nginx,
                         engine_work::deploy_lock& lock) -> net::awaitable<exit_code> {
        const auto known = known_from(lock);
        auto b = co_await begin(ctx, nginx, known);
        check_served(b);
        co_return co_await move_to_idle(ctx, nginx, lock, std::move(b), "rollback");
    };
    co_return co_await with_proxy_and_lock(ctx, "rollback", run);
}

net::awaitable<exit_code> promote(const context& ctx) {
    const auto run = [&](proxy& nginx,
                         engine_work::deploy_lock& lock) -> net::awaitable<exit_code> {
        const auto known = known_from(lock);
        auto b = co_await begin(ctx, nginx, known);
        check_held(b, ctx.settings);
        co_return co_await move_to_idle(ctx, nginx, lock, std::move(b), "promote");
    };
    co_return co_await with_proxy_and_lock(ctx, "promote", run);
}

}  // namespace rollout::blue_green
