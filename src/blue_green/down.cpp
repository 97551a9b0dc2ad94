#include "snippet.hpp"

#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/journal.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// Only files of the kinds that a deploy writes.
void reset_files(const context& ctx, const upstream& u) {
    const auto blue = snippet_text(u, color::blue);
    const auto text = ctx.files.find(u.snippet);
    if (text && *text != blue && has_only_servers(*text)) {
        ctx.files.replace(u.snippet, blue);
        ctx.reporter.report(snippet_reset{u.snippet});
    }
    const auto preview = ctx.files.find(u.preview);
    if (preview && opens_preview(*preview) && has_only_secrets(*preview))
        ctx.files.replace(u.preview, closed_preview_text());
}

/// As it was before the first deploy, so that the next `up` starts blue.
net::awaitable<void> forget_deploys(const context& ctx) {
    // Another project's nginx goes on, and reads the snippet at each reload.
    if (!ctx.settings.has_foreign_proxy())
        for (const auto& u : ctx.settings.upstreams())
            reset_files(ctx, u);
    if (ctx.files.remove(ctx.settings.record))
        ctx.reporter.report(record_removed{ctx.settings.record});
    co_await engine_work::remove_journal(ctx.work.engine, ctx.work.project.name);
}

}  // namespace

net::awaitable<void> down(const context& ctx) {
    engine_work::down_options options;
    options.lock_wait = ctx.settings.lock_wait;
    options.behind = [&ctx] { return forget_deploys(ctx); };
    co_await engine_work::down(ctx.work, options);
}

}  // namespace rollout::blue_green
