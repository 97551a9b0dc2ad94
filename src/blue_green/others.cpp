#include "others.hpp"

#include "deploy_plan.hpp"

#include <rollout/base/joined.hpp>
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

plan::operations settlement(const context& ctx, const plan::observed& seen, plan::update_was how) {
    return plan::settle_updates(ctx.work.project, seen, ctx.settings.roles(), how);
}

net::awaitable<void> carry_out(const context& ctx, const plan::observed& seen,
                               plan::operations operations) {
    const engine_work::health_options unused;
    engine_work::executor executor(ctx.work, serving(ctx, seen), unused);
    co_await executor.run(std::move(operations));
}

net::awaitable<plan::observed> look(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    co_return seen;
}

/// One that ended right after it was healthy is no success. Throws `failure` (failed) then.
net::awaitable<void> see_that_they_run(const context& ctx) {
    const auto seen = co_await look(ctx);
    const auto ended = plan::given_back(settlement(ctx, seen, plan::update_was::carried_out));
    if (!ended.empty())
        throw engine_work::failure(engine_work::exit_code::failed,
                                   "what came in the place of " + base::joined(ended, ", ") +
                                       " ended right after it was healthy");
}

/// Brings back what was replaced; says in `failed` what became of that.
net::awaitable<void> bring_back(const context& ctx, others_failed& failed) {
    try {
        const auto seen = co_await look(ctx);
        auto operations = settlement(ctx, seen, plan::update_was::cut_off);
        const auto back = base::joined(plan::given_back(operations), ", ");
        co_await carry_out(ctx, seen, std::move(operations));
        failed.back = back;
    } catch (const std::exception& e) {
        failed.left = e.what();
    }
}

/// Removes what was replaced and what is too much; that it could not is told.
net::awaitable<void> remove_the_old(const context& ctx, plan::operations surplus) {
    others_failed failed;
    try {
        const auto seen = co_await look(ctx);
        auto operations = settlement(ctx, seen, plan::update_was::carried_out);
        co_await carry_out(ctx, seen, std::move(operations));
        co_await carry_out(ctx, seen, std::move(surplus));
    } catch (const std::exception& e) {
        failed.left = e.what();
    }
    if (!failed.left.empty()) ctx.reporter.report(failed);
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

net::awaitable<void> update_others(const context& ctx, plan::operations operations,
                                   plan::operations surplus, bool& brought_back) {
    if (operations.empty() && surplus.empty()) co_return;
    const auto seen = co_await look(ctx);
    engine_work::executor update(ctx.work, serving(ctx, seen), ctx.settings.health);
    std::exception_ptr problem;
    others_failed failed;
    try {
        co_await update.run(std::move(operations));
        co_await see_that_they_run(ctx);
    } catch (const std::exception& e) {
        problem = std::current_exception();
        failed.why = e.what();
    }
    if (!problem) {
        co_await engine_work::protect(remove_the_old(ctx, std::move(surplus)));
        co_return;
    }
    co_await engine_work::protect(update.undo());
    co_await engine_work::protect(bring_back(ctx, failed));
    brought_back = failed.left.empty();
    ctx.reporter.report(failed);
    std::rethrow_exception(problem);
}

net::awaitable<void> settle_others(const context& ctx, plan::observed& seen, bool cut_off) {
    const auto how = cut_off ? plan::update_was::cut_off : plan::update_was::long_ago;
    auto operations = settlement(ctx, seen, how);
    if (operations.empty()) co_return;
    others_failed failed;
    try {
        co_await carry_out(ctx, seen, std::move(operations));
    } catch (const std::exception& e) {
        failed.left = e.what();
    }
    if (!failed.left.empty()) ctx.reporter.report(failed);
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
}

}  // namespace rollout::blue_green
