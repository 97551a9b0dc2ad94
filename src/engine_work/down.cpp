#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/plan.hpp>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> remove_all(const context& ctx, const down_options& options) {
    if (options.before) co_await options.before();
    const auto seen = co_await observe_made(ctx.engine, ctx.project);
    executor remover(ctx, plan::untouchable::nothing(), {});
    const auto operations = plan::down_operations(ctx.project, seen);
    co_await remover.run(operations);
    if (options.behind) co_await options.behind();
    ctx.reporter.report(stack_removed{!operations.empty()});
}

}  // namespace

net::awaitable<void> down(const context& ctx, down_options options) {
    const auto containers = co_await observe_containers(ctx.engine, ctx.project);
    if (containers.empty()) {
        co_await remove_all(ctx, options);
        co_return;
    }
    const auto under_lock = [&](const deploy_lock&) { return remove_all(ctx, options); };
    lock_options lock;
    lock.image = containers.front().image_id;
    lock.purpose = "down";
    lock.wait = options.lock_wait;
    co_await with_lock(ctx, lock, under_lock);
}

}  // namespace rollout::engine_work
