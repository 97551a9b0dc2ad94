#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/transfer.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> carry_out_transfers(const context& ctx, const plan::transfers& planned,
                                         bool ignore_failures, const std::string& purpose) {
    for (const auto& [service, image, why] : planned.skipped)
        ctx.reporter.report(image_skipped{purpose, service, image, why});
    executor by(ctx, plan::untouchable::nothing(), {});
    by.go_on_after_failures();
    std::vector<std::string> problems;
    try {
        co_await by.run(planned.what);
    } catch (const failure& e) {
        if (!ignore_failures || ctx.interrupted.asked()) throw;
        problems = e.details();
        problems.insert(problems.begin(), e.what());
    }
    for (const auto& problem : problems)
        ctx.reporter.report(image_failed{purpose, problem});
}

}  // namespace

net::awaitable<void> pull(const context& ctx, transfer_options options) {
    plan::observed seen;
    co_await observe_images(ctx.engine, ctx.project, seen);
    const auto planned = plan::pull_images(ctx.project, seen, options.what);
    co_await carry_out_transfers(ctx, planned, options.ignore_failures, "pull");
}

net::awaitable<void> push(const context& ctx, transfer_options options) {
    const auto planned = plan::push_images(ctx.project, options.what);
    co_await carry_out_transfers(ctx, planned, options.ignore_failures, "push");
}

}  // namespace rollout::engine_work
