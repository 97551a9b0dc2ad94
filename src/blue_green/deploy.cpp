#include "begin.hpp"
#include "check_before_deploy.hpp"
#include "expectation.hpp"
#include "find_proxy.hpp"
#include "machine/foresee.hpp"
#include "obstacle.hpp"
#include "others.hpp"
#include "snippet.hpp"

#include <rollout/blue_green/deploy.hpp>
#include <rollout/engine_work/check_builds.hpp>
#include <rollout/engine_work/check_resources.hpp>
#include <rollout/engine_work/observe.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using machine::step;

void announce_smoke(const context& ctx) {
    const auto& test = ctx.settings.smoke;
    const auto expected = words_for(test.expected);
    const int status = test.expected.status.front().first;
    ctx.reporter.report(smoke_planned{test.url, expected, status});
    for (const auto& further : test.urls)
        ctx.reporter.report(smoke_planned{further.text, expected, status});
}

void announce_measurement(const context& ctx) {
    const auto& measure = ctx.settings.measure;
    if (measure.url.empty()) return;
    ctx.reporter.report(
        measure_planned{measure.url, measure.rate, measure.max_failed.value_or(-1)});
}

void announce_operations(const context& ctx, const plan::operations& operations) {
    for (const auto& op : operations)
        ctx.reporter.report(engine_work::operation_planned{op});
}

void announce_step(const context& ctx, const beginning& b, const deploy_plan& plan,
                   const machine::action& a) {
    const bool forward = a.target == plan.to;
    switch (a.what) {
        case step::get_images:
            announce_operations(ctx, plan.images);
            announce_operations(ctx, plan.pre_deploy);
            break;
        case step::replace: announce_operations(ctx, plan.replacement); break;
        case step::await_health: announce_operations(ctx, plan.health); break;
        case step::preview:
            ctx.reporter.report(preview_planned{has_preview_route(b.seen)});
            announce_measurement(ctx);
            break;
        case step::write_snippets:
            for (const auto& u : ctx.settings.upstreams())
                if (forward)
                    ctx.reporter.report(
                        cutover_planned{u.snippet, landing_text(snippet_text(u, plan.to))});
            break;
        case step::reload:
            if (forward) ctx.reporter.report(reload_planned{});
            break;
        case step::smoke: announce_smoke(ctx); break;
        case step::update_others:
            announce_operations(ctx, plan.others);
            announce_operations(ctx, plan.surplus);
            break;
        default: break;
    }
}

void announce_outdated(const context& ctx, const plan::observed& seen) {
    const auto& s = ctx.settings;
    for (const auto& service : outdated_others(ctx, seen)) {
        const bool is_proxy = !s.has_foreign_proxy() && service == s.proxy;
        ctx.reporter.report(other_outdated{service, is_proxy});
    }
}

/// The very steps that the machine would have a run take, should nothing go wrong.
void announce(const context& ctx, const beginning& b, const deploy_plan& plan) {
    ctx.reporter.report(deploy_planned{plan.from, plan.to});
    announce_outdated(ctx, b.seen.stack);
    for (const auto& a : machine::foresee(b.s, b.p))
        announce_step(ctx, b, plan, a);
}

std::vector<std::string> made_by_a_deploy(const settings& s) {
    auto services = s.colored();
    services.insert(services.end(), s.with.begin(), s.with.end());
    return services;
}

/// The stage of a deploy that would go well, as far as `check` can tell.
net::awaitable<std::unique_ptr<stage>> find_checked_stage(const context& ctx) {
    check_proxy_sees_snippets(ctx);
    auto found = co_await find_stage(ctx);
    std::optional<std::vector<seen_upstream>> from_afar;
    if (!found->has_snippet_here()) {
        auto seen = co_await look_at_files(ctx.settings, found->proxy());
        from_afar = std::move(seen);
    }
    refuse_what_check_finds(ctx, from_afar);
    refuse_lost_paths(*found, made_by_a_deploy(ctx.settings));
    co_await engine_work::refuse_unbuildable(ctx.work, made_by_a_deploy(ctx.settings),
                                             ctx.settings.images);
    co_return found;
}

}  // namespace

net::awaitable<exit_code> deploy(const context& ctx, deploy_request request) {
    auto found = co_await find_checked_stage(ctx);
    const auto run = [&](stage& on, run_locks& locks) -> net::awaitable<exit_code> {
        // It may be another one after a wait for the lock.
        refuse_lost_paths(on, made_by_a_deploy(ctx.settings));
        const auto& there = on.context();
        auto stack = co_await engine_work::observe(there.work.engine, there.work.project);
        co_await engine_work::refuse_unusable_resources(there.work, stack,
                                                        made_by_a_deploy(ctx.settings));
        const auto known = known_from(locks);
        auto b = co_await begin_run(there, on.proxy(), std::move(stack), known);
        refuse_obstacle(obstacle_to_a_move(b.seen, there.settings, b.p.to));
        refuse_obstacle(gap_in_live(b.seen, there.settings));
        b.p.hold = request.hold;
        auto plan = plan_deploy(there.work.project, there.settings, b.seen.stack, b.p.from);
        announce(there, b, plan);
        runner r(there, on.proxy(), locks, std::move(b), std::move(plan), "deploy");
        co_return co_await r.run();
    };
    co_return co_await with_stage_and_lock(ctx, std::move(found), "deploy", run);
}

net::awaitable<void> print_plan(const context& ctx, deploy_request request) {
    const auto on = co_await find_checked_stage(ctx);
    const auto& there = on->context();
    const known_before nothing;
    auto stack = co_await engine_work::observe(there.work.engine, there.work.project);
    co_await engine_work::refuse_unusable_resources(there.work, stack,
                                                    made_by_a_deploy(ctx.settings));
    auto b = co_await begin(there, on->proxy(), std::move(stack), nothing);
    refuse_obstacle(obstacle_to_a_move(b.seen, there.settings, b.p.to));
    refuse_obstacle(gap_in_live(b.seen, there.settings));
    b.p.hold = request.hold;
    const auto plan = plan_deploy(there.work.project, there.settings, b.seen.stack, b.p.from);
    announce(there, b, plan);
}

}  // namespace rollout::blue_green
