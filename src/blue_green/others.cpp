#include "others.hpp"

#include "deploy_plan.hpp"

#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
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

/// The names of the old containers that run again, in words; empty = none had to.
net::awaitable<std::string> settle_now(const context& ctx, plan::successor must_be) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto operations =
        plan::settle_updates(ctx.work.project, seen, ctx.settings.roles(), must_be);
    const engine_work::health_options unused;
    engine_work::executor carry_out(ctx.work, serving(ctx, seen), unused);
    co_await carry_out.run(operations);
    std::string names;
    for (const auto& name : plan::given_back(operations))
        names += (names.empty() ? "" : ", ") + name;
    co_return names;
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
    // What was found healthy the engine itself may call so only later.
    const auto must_be = problem ? plan::successor::healthy : plan::successor::running;
    try {
        auto back = co_await engine_work::protect(settle_now(ctx, must_be));
        failed.back = std::move(back);
    } catch (const std::exception& e) {
        failed.left = e.what();
    }
    if (!problem && !failed.back.empty()) {
        failed.why = "the successor of " + failed.back + " ended right after it was healthy";
        problem = std::make_exception_ptr(
            engine_work::failure(engine_work::exit_code::failed, failed.why));
    }
    if (!failed.why.empty() || !failed.left.empty()) ctx.reporter.report(failed);
    if (problem) std::rethrow_exception(problem);
}

net::awaitable<void> settle_others(const context& ctx, plan::observed& seen) {
    const auto operations = plan::settle_updates(ctx.work.project, seen, ctx.settings.roles(),
                                                 plan::successor::healthy);
    if (operations.empty()) co_return;
    const engine_work::health_options unused;
    engine_work::executor carry_out(ctx.work, serving(ctx, seen), unused);
    co_await carry_out.run(operations);
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
}

}  // namespace rollout::blue_green
