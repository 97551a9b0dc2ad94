#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/plan.hpp>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> remove_all(const context& ctx, const std::function<void()>& behind) {
    const auto seen = co_await observe_made(ctx.engine, ctx.project);
    executor remover(ctx, plan::untouchable::nothing(), {});
    const auto operations = plan::down_operations(ctx.project, seen);
    co_await remover.run(operations);
    if (behind) behind();
    ctx.reporter.report(stack_removed{!operations.empty()});
}

}  // namespace

net::awaitable<void> down(const context& ctx, std::function<void()> behind) {
    const auto containers = co_await observe_containers(ctx.engine, ctx.project);
    if (containers.empty()) {
        co_await remove_all(ctx, behind);
        co_return;
    }
    const auto under_lock = [&](const deploy_lock&) { return remove_all(ctx, behind); };
    co_await with_lock(ctx, containers.front().image_id, "down", under_lock);
}

}  // namespace rollout::engine_work
