#include "live_color.hpp"
#include "snippet.hpp"

#include <rollout/blue_green/stack.hpp>

#include <algorithm>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// The project with the proxy depending on the health of the live color: nginx does not start
/// when the host in its snippet is unknown.
compose::project with_live_dependency(const context& ctx, color live) {
    auto project = ctx.work.project;
    const auto& service = ctx.settings.service(live);
    auto& dependencies = project.services.at(ctx.settings.proxy).depends_on;
    if (!dependencies.contains(service)) dependencies[service].condition = "service_healthy";
    return project;
}

void point_snippet_at(const context& ctx, color live) {
    const auto& s = ctx.settings;
    const auto current = ctx.files.find(s.snippet);
    if (current && snippet_color(s, *current) == live) return;
    ctx.reporter.report(snippet_written{s.snippet, live});
    ctx.files.replace(s.snippet, snippet_text(s, live));
}

bool starts(const plan::operations& operations, const std::string& service) {
    return std::any_of(operations.begin(), operations.end(), [&](const plan::operation& op) {
        return op.what == plan::action::start_container && op.service == service;
    });
}

}  // namespace

net::awaitable<void> up(const context& ctx, engine_work::up_options options) {
    const auto live = assumed(read_record(ctx));
    const auto project = with_live_dependency(ctx, live);
    const auto within = ctx.work.about(project);
    // Either may be the one that nginx serves: only a deploy replaces a color that runs.
    options.spared = {ctx.settings.blue, ctx.settings.green};
    options.before_changes = [&](const plan::operations& operations) {
        if (starts(operations, ctx.settings.proxy)) point_snippet_at(ctx, live);
    };
    co_await engine_work::up(within, std::move(options));
}

}  // namespace rollout::blue_green
