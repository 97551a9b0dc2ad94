#include "find_proxy.hpp"
#include "serving.hpp"
#include "snippet.hpp"

#include <engine_api/error.hpp>
#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/mounted_file.hpp>
#include <rollout/engine_work/observe.hpp>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

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

/// What this host has not, but the proxy that is there.
struct files_elsewhere {
    proxy_files files;
    std::vector<upstream> moved;  ///< whose snippets say anything but blue
};

net::awaitable<std::optional<files_elsewhere>> look_at_files_of(const context& ctx,
                                                                const found_proxy& proxy) {
    files_elsewhere there{files_of(ctx, proxy), {}};
    const auto place = co_await there.files.place_of(first_snippet(ctx.settings));
    if (place.here || !place.there) co_return std::nullopt;
    for (const auto& u : ctx.settings.upstreams()) {
        const auto seen = co_await there.files.read(u.snippet);
        if (!seen || seen->text == snippet_text(u, color::blue)) continue;
        if (has_only_servers(seen->text)) there.moved.push_back(u);
    }
    co_return there;
}

net::awaitable<std::optional<files_elsewhere>> look_elsewhere(const context& ctx) {
    // Another project's nginx goes on, and reads the snippet at each reload.
    if (ctx.settings.has_foreign_proxy()) co_return std::nullopt;
    const auto own = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto found = co_await look_for_proxy_that_may_be_down(ctx, own);
    if (!found || !files_of(ctx, *found).sees(first_snippet(ctx.settings))) co_return std::nullopt;
    try {
        auto there = co_await look_at_files_of(ctx, *found);
        co_return there;
    } catch (const engine_api::error& e) {
        // An engine may not be able to look into one that is half gone.
        if (found->container.running()) throw;
        ctx.work.reporter.report(engine_work::container_warning{
            found->container.name, std::string("its files are left as they are: ") + e.what()});
    }
    co_return std::nullopt;
}

/// As it was before the first deploy, so that the next `up` starts blue.
net::awaitable<void> forget_deploys(const context& ctx, std::optional<files_elsewhere>& there) {
    if (there)
        for (const auto& u : there->moved) {
            co_await there->files.write(u.snippet, snippet_text(u, color::blue));
            ctx.reporter.report(snippet_reset{u.snippet});
        }
    if (!ctx.settings.has_foreign_proxy())
        for (const auto& u : ctx.settings.upstreams())
            reset_files(ctx, u);
    if (ctx.files.remove(ctx.settings.record))
        ctx.reporter.report(record_removed{ctx.settings.record});
    co_await engine_work::remove_journal(ctx.work.engine, ctx.work.project.name);
    co_await engine_work::remove_files_container(ctx.work.engine, ctx.work.project.name);
}

/// Whoever names them may have them, and is told.
net::awaitable<void> tell_who_is_served(const context& ctx, std::set<std::string> named) {
    const auto seen = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    auto serving = co_await serving_services(ctx);
    std::erase_if(serving, [&](const std::string& s) { return !named.contains(s); });
    const auto containers = names_in(alive_among(seen), serving);
    if (!containers.empty()) ctx.reporter.report(serving_ends{"down", containers});
}

}  // namespace

net::awaitable<void> down(const context& ctx, engine_work::down_options options) {
    std::optional<files_elsewhere> there;
    options.lock_wait = ctx.settings.lock_wait;
    const auto colored = ctx.settings.colored();
    options.what.enabled = {colored.begin(), colored.end()};
    const auto named = options.what.services;
    if (!named.empty()) {
        options.before = [&]() { return tell_who_is_served(ctx, named); };
    } else {
        options.before = [&]() -> net::awaitable<void> {
            auto found = co_await look_elsewhere(ctx);
            if (found) there.emplace(std::move(*found));
        };
        options.behind = [&] { return forget_deploys(ctx, there); };
    }
    co_await engine_work::down(ctx.work, std::move(options));
}

}  // namespace rollout::blue_green
