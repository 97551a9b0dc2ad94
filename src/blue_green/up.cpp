#include "begin.hpp"
#include "engine_folder.hpp"
#include "others.hpp"
#include "settle.hpp"
#include "snippet.hpp"
#include "stage.hpp"

#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <algorithm>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// The project with the proxy depending on the health of the live color: nginx does not start
/// when the host in its snippet is unknown.
compose::project with_live_dependency(compose::project project, const settings& s, color live) {
    if (s.has_foreign_proxy()) return project;
    auto& dependencies = project.services.at(s.proxy).depends_on;
    for (const auto& service : s.services(live))
        if (!dependencies.contains(service)) dependencies[service].condition = "service_healthy";
    return project;
}

void point_snippets_at(const context& ctx, color live) {
    for (const auto& u : ctx.settings.upstreams()) {
        const auto current = ctx.files.find(u.snippet);
        if (current && snippet_color(u, *current) == live) continue;
        if (current && !has_only_servers(*current))
            throw engine_work::failure(
                engine_work::exit_code::failed,
                u.snippet +
                    " is there and is no snippet, and `up` would write over more than "
                    "`server` directives and comments; set `snippet` to a file that nginx "
                    "includes in its `upstream` and that holds nothing else");
        ctx.reporter.report(snippet_written{u.snippet, live});
        ctx.files.replace(u.snippet, snippet_text(u, live));
    }
}

net::awaitable<color> recorded_color(const context& ctx) {
    const auto page = co_await engine_work::read_journal(ctx.work.engine, ctx.work.project.name);
    const auto record = page ? parse_record(page->text) : std::nullopt;
    co_return record ? record->live : assumed(read_local_record(ctx));
}

bool starts(const plan::operations& operations, const std::string& service) {
    return std::any_of(operations.begin(), operations.end(), [&](const plan::operation& op) {
        return op.what == plan::action::start_container && op.service == service;
    });
}

/// Of a part of the stack that was started, the proxy may be none. `there` is the project as the
/// engine's host has it.
net::awaitable<void> settle_if_it_serves(const context& ctx, const context& there,
                                         engine_work::deploy_lock& lock, known_before known) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto found = co_await look_for_proxy(ctx, seen.containers);
    if (!found) co_return;
    const auto go_on = [&](bool waited) -> net::awaitable<void> {
        if (waited)
            seen.containers =
                co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
        auto nginx = proxy_in(ctx, *found);
        co_await settle(there, nginx, lock, std::move(seen), known, "up");
    };
    co_await with_owners_lock(ctx, *found, "up", go_on);
}

}  // namespace

net::awaitable<void> up(const context& ctx, engine_work::up_options options) {
    const auto live = co_await recorded_color(ctx);
    const auto folder = co_await folder_for_up(ctx);
    const auto& here = ctx.work.project;
    const auto project = with_live_dependency(project_at(here, folder), ctx.settings, live);
    const bool elsewhere = project.working_dir != here.working_dir;
    if (elsewhere) ctx.reporter.report(folder_elsewhere{here.working_dir, project.working_dir});
    const auto within = ctx.work.about(project);
    const context there{within, ctx.settings, ctx.reporter, ctx.files};
    known_before known;
    // Either may be the one that nginx serves: only a deploy replaces a color that runs.
    for (const auto& service : ctx.settings.colored())
        options.spared.insert(service);
    options.before_changes = [&](const plan::operations& operations) {
        known.proxy_is_new =
            !ctx.settings.has_foreign_proxy() && starts(operations, ctx.settings.proxy);
        // What the engine's host has is put right once the proxy is there to write it through.
        if (known.proxy_is_new && !elsewhere) point_snippets_at(ctx, live);
    };
    options.at_the_end = [&](engine_work::deploy_lock& lock) -> net::awaitable<void> {
        if (lock.taken_over()) co_await settle_others(there);
        known.unfinished = known_from(lock).unfinished && !known.proxy_is_new;
        co_await settle_if_it_serves(ctx, there, lock, known);
    };
    co_await engine_work::up(within, std::move(options));
}

}  // namespace rollout::blue_green
