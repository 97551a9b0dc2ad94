#include <rollout/base/joined.hpp>
#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/take_down.hpp>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> remove_all(const context& ctx, const down_options& options) {
    if (options.before) co_await options.before();
    auto seen = co_await observe_made(ctx.engine, ctx.project);
    if (!options.what.images.empty()) co_await observe_images(ctx.engine, ctx.project, seen);
    const auto going = plan::take_down(ctx.project, seen, options.what);
    if (!going.left.empty())
        ctx.reporter.report(file_warning{"these stay: " + base::joined(going.left, ", ") +
                                         "; --remove-orphans removes them, too"});
    if (!going.disabled.empty())
        ctx.reporter.report(file_warning{
            "these stay, as no profile of theirs is active: " + base::joined(going.disabled, ", ") +
            "; --profile '*', or their services' names, takes them down, too"});
    executor remover(ctx, plan::untouchable::nothing(), {});
    remover.stop_within(options.stop_seconds);
    co_await remover.run(going.what);
    if (options.behind) co_await options.behind();
    const bool whole =
        options.what.services.empty() && going.left.empty() && going.disabled.empty();
    ctx.reporter.report(stack_removed{!going.what.tasks.empty(), whole});
}

}  // namespace

net::awaitable<void> down(const context& ctx, down_options options) {
    const auto image = co_await find_image_for_lock(ctx);
    if (image.empty()) {
        co_await remove_all(ctx, options);
        co_return;
    }
    const auto under_lock = [&](deploy_lock& held) -> net::awaitable<void> {
        co_await remove_all(ctx, options);
        held.settled();
    };
    lock_options lock;
    lock.image = image;
    lock.purpose = "down";
    lock.wait = options.lock_wait;
    co_await with_lock(ctx, lock, under_lock);
}

}  // namespace rollout::engine_work
