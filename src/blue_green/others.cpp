#include "others.hpp"

#include "deploy_plan.hpp"

#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/update.hpp>

#include <exception>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

plan::untouchable serving(const context& ctx, const plan::observed& seen) {
    return containers_of(ctx.work.project, seen, ctx.settings.roles());
}

}  // namespace

std::vector<std::string> outdated_others(const context& ctx, const plan::observed& seen) {
    auto services = plan::default_services(ctx.work.project);
    for (const auto& name : ctx.settings.colored())
        services.erase(name);
    for (const auto& name : ctx.settings.with)
        services.erase(name);
    return plan::outdated_services(ctx.work.project, seen, {services.begin(), services.end()});
}

net::awaitable<void> update_others(const context& ctx, plan::operations operations) {
    if (operations.empty()) co_return;
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    engine_work::executor carry_out(ctx.work, serving(ctx, seen), ctx.settings.health);
    std::exception_ptr problem;
    others_failed failed;
    try {
        co_await carry_out.run(std::move(operations));
    } catch (const std::exception& e) {
        problem = std::current_exception();
        failed.why = e.what();
    }
    if (problem) co_await engine_work::protect(carry_out.undo());
    try {
        co_await engine_work::protect(settle_others(ctx));
    } catch (const std::exception& e) {
        failed.left = e.what();
    }
    if (!failed.why.empty() || !failed.left.empty()) ctx.reporter.report(failed);
    if (problem) std::rethrow_exception(problem);
}

net::awaitable<void> settle_others(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto operations = plan::settle_updates(ctx.work.project, seen);
    const engine_work::health_options unused;
    engine_work::executor carry_out(ctx.work, serving(ctx, seen), unused);
    co_await carry_out.run(operations);
}

}  // namespace rollout::blue_green
