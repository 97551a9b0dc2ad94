#include "snippet.hpp"

#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/down.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// As it was before the first deploy, so that the next `up` starts blue.
void forget_deploys(const context& ctx) {
    const auto& s = ctx.settings;
    const auto blue = snippet_text(s, color::blue);
    if (const auto text = ctx.files.find(s.snippet); text && *text != blue) {
        ctx.files.replace(s.snippet, blue);
        ctx.reporter.report(snippet_reset{s.snippet});
    }
    if (ctx.files.remove(s.record)) ctx.reporter.report(record_removed{s.record});
}

}  // namespace

net::awaitable<void> down(const context& ctx) {
    engine_work::down_options options;
    options.lock_wait = ctx.settings.lock_wait;
    options.behind = [&ctx] { forget_deploys(ctx); };
    co_await engine_work::down(ctx.work, options);
}

}  // namespace rollout::blue_green
