#include "with_lock.hpp"

#include <rollout/deploy/execute.hpp>
#include <rollout/deploy/files.hpp>
#include <rollout/deploy/live_color.hpp>
#include <rollout/deploy/observe.hpp>
#include <rollout/deploy/stack.hpp>
#include <rollout/strategy/snippet.hpp>

#include <filesystem>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;

/// As it was before the first deploy, so that the next `up` starts blue.
void forget_deploys(const context& ctx) {
    const auto& s = ctx.settings;
    const auto blue = strategy::snippet_text(s, strategy::color::blue);
    if (const auto text = read_file(s.snippet); text && *text != blue) {
        replace_file(s.snippet, blue);
        ctx.reporter.step("down", "set " + s.snippet + " back to blue");
    }
    if (std::filesystem::remove(s.record)) ctx.reporter.step("down", "removed " + s.record);
}

}  // namespace

net::awaitable<exit_code> down(const context& ctx) {
    auto seen = co_await observe_made(ctx.engine, ctx.project);
    const auto remove_all = [&ctx, &seen]() -> net::awaitable<exit_code> {
        executor remover(ctx, {}, {});
        const auto operations = plan::down_operations(ctx.project, seen);
        co_await remover.run(operations);
        forget_deploys(ctx);
        ctx.reporter.step(
            "down", operations.empty() ? "there was nothing to remove" : "everything is removed");
        co_return exit_code::live;
    };
    if (seen.containers.empty()) co_return co_await remove_all();
    const auto under_lock = [&](const deploy_lock&) -> net::awaitable<exit_code> {
        seen = co_await observe_made(ctx.engine, ctx.project);
        co_return co_await remove_all();
    };
    co_return co_await with_lock(ctx, seen.containers.front().image_id, "down", under_lock);
}

}  // namespace rollout::deploy
