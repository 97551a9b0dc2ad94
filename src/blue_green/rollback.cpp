#include "begin.hpp"
#include "obstacle.hpp"

#include <rollout/blue_green/deploy.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/update.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

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
    if (!waits_for_promote(b.seen, s, b.p.to))
        refuse("no new version waits to be promoted; `rollout deploy --hold` makes one");
}

using may_move = std::function<void(const beginning&)>;

/// Moves users to the idle color's containers as they are, unless `check` throws; `with` follow.
net::awaitable<exit_code> move_to_idle(const context& ctx, const char* purpose,
                                       std::vector<std::string> with, may_move check) {
    const auto run = [&](stage& on, run_locks& locks) -> net::awaitable<exit_code> {
        refuse_lost_paths(on, with);
        const auto& there = on.context();
        plan::observed stack;
        if (with.empty())
            stack = co_await engine_work::observe_made(there.work.engine, there.work.project);
        else
            stack = co_await engine_work::observe(there.work.engine, there.work.project);
        const auto known = known_from(locks);
        auto b = co_await begin_run(there, on.proxy(), std::move(stack), known);
        refuse_obstacle(obstacle_to_a_move(b.seen, there.settings, b.p.to));
        check(b);
        auto& to = b.s.of(b.p.to);
        to.is = condition_of_all(b.seen.stack, there.settings, b.p.to);
        to.wanted = to.is >= machine::condition::running;
        auto plan = plan_return(there.work.project, there.settings, b.seen.stack, b.p.from);
        plan.others = plan::update_operations(there.work.project, b.seen.stack, with, {});
        plan.surplus = plan::surplus_operations(there.work.project, b.seen.stack, with);
        there.reporter.report(deploy_planned{plan.from, plan.to});
        runner r(there, on.proxy(), locks, std::move(b), std::move(plan), purpose);
        co_return co_await r.run();
    };
    co_return co_await with_proxy_and_lock(ctx, purpose, run);
}

}  // namespace

net::awaitable<exit_code> rollback(const context& ctx) {
    return move_to_idle(ctx, "rollback", {}, check_served);
}

net::awaitable<exit_code> promote(const context& ctx) {
    return move_to_idle(ctx, "promote", ctx.settings.with,
                        [&ctx](const beginning& b) { check_held(b, ctx.settings); });
}

}  // namespace rollout::blue_green
