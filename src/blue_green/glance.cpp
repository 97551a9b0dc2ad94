#include "glance.hpp"

#include "machine/machine.hpp"

#include <rollout/engine_work/traces.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

seen_upstream files_here(const context& ctx, const upstream& u) {
    seen_upstream files;
    files.snippet = ctx.files.find(u.snippet);
    files.preview = ctx.files.find(u.preview);
    return files;
}

}  // namespace

net::awaitable<std::optional<sight>> glance(const context& ctx, plan::observed stack) {
    std::optional<sight> seen;
    const auto& s = ctx.settings;
    const auto* container = s.has_foreign_proxy() ? nullptr : stack.find(s.proxy);
    if (!container || !container->running()) co_return seen;
    const auto traces = co_await engine_work::read_traces(ctx.work.engine, ctx.work.project.name);
    const auto record = record_on(traces.journal);
    if (traces.locked || !record || !record->loaded) co_return seen;
    auto workers = co_await workers_in(ctx.work.engine, container->id);
    seen.emplace();
    seen->proxy_id = container->id;
    seen->proxy_started = record->loaded->started;
    seen->workers = std::move(workers);
    seen->stack = std::move(stack);
    seen->page = traces.journal;
    seen->record = record;
    seen->local = read_local_record(ctx);
    for (const auto& u : s.upstreams())
        seen->upstreams.push_back(files_here(ctx, u));
    seen->at = now_in_seconds();
    co_return seen;
}

bool is_settled(const sight& seen, const settings& s) {
    const known_before nothing;
    const auto now = situation_of(seen, s, nothing);
    machine::progress p;
    p.replaces = false;
    p.from = machine::choose_live(now, hints_of(seen, s, nothing));
    p.to = other(p.from);
    return machine::next(now, p).what == machine::step::end_done;
}

}  // namespace rollout::blue_green
