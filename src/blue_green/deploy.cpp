#include "cutover.hpp"
#include "deploy_plan.hpp"
#include "expectation.hpp"
#include "live_color.hpp"
#include "moved.hpp"
#include "prepare.hpp"
#include "retire.hpp"
#include "roll_back.hpp"
#include "smoke.hpp"

#include <rollout/blue_green/check.hpp>
#include <rollout/blue_green/deploy.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/with_lock.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

std::string name(color c) {
    return std::string(to_string(c));
}

/// The color that is live; with `settle_it`, beyond doubt.
net::awaitable<color> find_live(const context& ctx, proxy& nginx, const plan::observed& seen,
                                bool settle_it) {
    const auto witnesses = co_await look(ctx, nginx, seen);
    const auto verdict = judge(witnesses);
    if (!verdict.finding.empty())
        ctx.reporter.report(live_color_doubtful{verdict.finding, verdict.live, verdict.reload});
    if (witnesses.of(verdict.live) == condition::down)
        ctx.reporter.report(live_color_down{verdict.live});
    if (settle_it) co_await settle(ctx, nginx, verdict);
    co_return verdict.live;
}

void announce(const context& ctx, const deploy_plan& plan) {
    ctx.reporter.report(deploy_planned{plan.from, plan.to});
    for (const auto* operations : {&plan.images, &plan.replacement})
        for (const auto& op : *operations)
            ctx.reporter.report(engine_work::operation_planned{op});
    ctx.reporter.report(cutover_planned{ctx.settings.snippet, plan.snippet});
    ctx.reporter.report(reload_planned{});
    const auto& test = ctx.settings.smoke;
    const auto expected = words_for(test.expected);
    const int status = test.expected.status.front().first;
    ctx.reporter.report(smoke_planned{test.url, expected, status});
    for (const auto& further : test.urls)
        ctx.reporter.report(smoke_planned{further.text, expected, status});
}

[[noreturn]] void give_up(const deploy_plan& plan, const cutover_result& result) {
    if (result.old_confirmed)
        throw failure(exit_code::failed, result.problem + "; " + name(plan.from) + " keeps serving",
                      result.details);
    throw failure(exit_code::person_must_look,
                  result.problem +
                      "; what nginx serves now is not certain: the snippet is to name " +
                      name(plan.from) + ", and " + name(plan.to) + " is left running",
                  result.details);
}

/// A new color that nginx is proved not to serve: removed once the last request that it may have
/// got is answered. When that cannot be seen it stays.
net::awaitable<void> take_back(const context& ctx, proxy& nginx, engine_work::executor& idle) {
    try {
        const auto workers = co_await nginx.workers();
        co_await nginx.drained(workers.shutting_down, ctx.settings.drain_limit);
    } catch (const std::exception& e) {
        ctx.reporter.report(retire_failed{e.what()});
        co_return;
    }
    co_await idle.undo();
}

net::awaitable<moved> go_live(const context& ctx, const deploy_plan& plan, proxy& nginx,
                              engine_work::executor& idle) {
    ctx.reporter.report(cutover_started{plan.to});
    auto result = co_await cutover(ctx, nginx, plan.snippet);
    if (!result.moved) {
        // What nginx may serve is not removed.
        if (result.old_confirmed) co_await engine_work::protect(take_back(ctx, nginx, idle));
        give_up(plan, result);
    }
    ctx.reporter.report(cutover_done{plan.to});
    moved forward;
    forward.way_back = std::move(result.old_text);
    forward.old_generation = std::move(result.old_generation);
    try {
        record(ctx, plan.to);
        forward.recorded = true;
    } catch (const std::exception& e) {
        ctx.reporter.report(record_failed{false, e.what()});
    }
    co_return forward;
}

/// What follows on a smoke test that passed: the same questions, again and again for a while.
net::awaitable<smoke_result> keep_asking(const context& ctx, smoke_result first) {
    constexpr std::chrono::milliseconds interval{500};
    if (ctx.settings.soak.count() == 0) co_return first;
    ctx.reporter.report(soak_started{ctx.settings.soak.count()});
    const smoke_route as_users_do;
    co_return co_await soak(ctx.settings.smoke, ctx.settings.soak, interval, ctx.reporter,
                            as_users_do);
}

/// The smoke test of the new color, which a signal ends.
net::awaitable<bool> passes_smoke(const context& ctx) {
    const auto& wanted = ctx.settings.smoke;
    smoke_result result;
    try {
        if (!ctx.work.interrupted.asked()) {
            const smoke_route as_users_do;
            result = co_await smoke(wanted, ctx.reporter, as_users_do);
            if (result.passed) result = co_await keep_asking(ctx, result);
        }
    } catch (const std::exception& e) {
        result.last = e.what();
    }
    if (ctx.work.interrupted.asked()) {
        ctx.reporter.report(smoke_interrupted{});
        co_return false;
    }
    if (result.passed)
        ctx.reporter.report(smoke_passed{wanted.url, result.last});
    else
        ctx.reporter.report(smoke_failed{result.url.empty() ? wanted.url : result.url, result.last,
                                         result.expected, wanted.expected.status.front().first,
                                         result.attempts});
    co_return result.passed;
}

/// From here on nothing that goes wrong makes the deploy a failure.
net::awaitable<void> finish(const context& ctx, const deploy_plan& plan, const plan::observed& seen,
                            proxy& nginx, const moved& forward) {
    ctx.reporter.report(went_live{plan.to});
    retiring old;
    old.color = plan.from;
    old.how = ctx.settings.retire;
    old.generation = forward.old_generation;
    old.drain_limit = ctx.settings.drain_limit;
    const auto live = containers_of(ctx.work.project, ctx.settings, seen, plan.to);
    try {
        co_await retire_color(ctx, nginx, old, live);
    } catch (const std::exception& e) {
        const auto left = ctx.settings.retire == retire::keep
                              ? std::string()
                              : container_name(ctx.work.project, ctx.settings, plan.from);
        if (ctx.work.interrupted.asked())
            ctx.reporter.report(drain_interrupted{plan.from, left});
        else
            ctx.reporter.report(retire_failed{e.what()});
    }
}

net::awaitable<exit_code> replace_live(const context& ctx, proxy& nginx,
                                       const engine_work::deploy_lock& lock) {
    const auto seen = co_await engine_work::observe(ctx.work.engine, ctx.work.project);
    const auto from = co_await find_live(ctx, nginx, seen, true);
    const auto plan = plan_deploy(ctx.work.project, ctx.settings, seen, from);
    announce(ctx, plan);
    engine_work::executor idle(ctx.work, containers_of(ctx.work.project, ctx.settings, seen, from),
                               ctx.settings.health);
    co_await prepare(ctx, plan, nginx, idle, lock);
    const auto forward = co_await go_live(ctx, plan, nginx, idle);
    bool good = forward.recorded;
    if (good) good = co_await passes_smoke(ctx);
    if (good) {
        co_await finish(ctx, plan, seen, nginx, forward);
        co_return exit_code::done;
    }
    co_await engine_work::protect(roll_back(ctx, plan, seen, nginx, forward));
    co_return ctx.work.interrupted.or_else(exit_code::rolled_back);
}

/// The project's proxy, which must run.
net::awaitable<plan::observed_container> find_proxy(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto* found = seen.find(ctx.settings.proxy);
    if (!found || !found->running())
        throw failure(exit_code::failed, "the proxy '" + ctx.settings.proxy + "' of project '" +
                                             ctx.work.project.name +
                                             "' is not running; start the stack first: rollout up");
    co_return *found;
}

proxy proxy_in(const context& ctx, const plan::observed_container& container) {
    const auto& service = ctx.work.project.services.at(ctx.settings.proxy);
    return {ctx.work.engine, container.id, service, ctx.settings};
}

}  // namespace

net::awaitable<exit_code> deploy(const context& ctx) {
    const auto found = co_await find_proxy(ctx);
    auto nginx = std::make_optional(proxy_in(ctx, found));
    refuse_what_check_finds(ctx);
    exit_code code = exit_code::failed;
    const auto work = [&](const engine_work::deploy_lock& lock) -> net::awaitable<void> {
        // Whoever held the lock may have replaced or removed it.
        if (lock.waited()) {
            const auto now = co_await find_proxy(ctx);
            nginx.emplace(proxy_in(ctx, now));
        }
        code = co_await replace_live(ctx, *nginx, lock);
    };
    engine_work::lock_options lock;
    lock.image = found.image_id;
    lock.purpose = "deploy";
    lock.wait = ctx.settings.lock_wait;
    co_await engine_work::with_lock(ctx.work, lock, work);
    co_return code;
}

net::awaitable<void> print_plan(const context& ctx) {
    const auto found = co_await find_proxy(ctx);
    auto nginx = proxy_in(ctx, found);
    const auto seen = co_await engine_work::observe(ctx.work.engine, ctx.work.project);
    const auto from = co_await find_live(ctx, nginx, seen, false);
    announce(ctx, plan_deploy(ctx.work.project, ctx.settings, seen, from));
}

}  // namespace rollout::blue_green
