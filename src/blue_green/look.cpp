#include "look.hpp"

#include "snippet.hpp"

#include <algorithm>
#include <chrono>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using machine::condition;

std::int64_t seconds_of(std::chrono::system_clock::time_point t) {
    return std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count();
}

net::awaitable<seen_upstream> look_at_files_of(proxy& nginx, const upstream& u) {
    seen_upstream seen;
    const auto snippet = co_await nginx.files().read(u.snippet);
    if (snippet) {
        seen.snippet = snippet->text;
        seen.last_change = seconds_of(snippet->modified);
    }
    if (!nginx.files().sees(u.preview)) co_return seen;
    const auto preview = co_await nginx.files().read(u.preview);
    if (preview) {
        seen.preview = preview->text;
        seen.last_change = std::max(seen.last_change, seconds_of(preview->modified));
    }
    co_return seen;
}

/// The color that all snippets name.
std::optional<color> written(const sight& seen, const settings& s) {
    const auto upstreams = s.upstreams();
    std::optional<color> all;
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        const auto& text = seen.upstreams.at(i).snippet;
        const auto c = text ? snippet_color(upstreams[i], *text) : std::nullopt;
        if (!c || (all && *all != *c)) return std::nullopt;
        all = c;
    }
    return all;
}

bool preview_open(const sight& seen) {
    return std::any_of(seen.upstreams.begin(), seen.upstreams.end(), [](const seen_upstream& u) {
        return u.preview && opens_preview(*u.preview);
    });
}

/// Whoever asks for a reload has written a file right before.
bool no_reload_may_come(const sight& seen, const known_before& known) {
    if (known.reload_unseen || (seen.record && seen.at < seen.record->doubt_until)) return false;
    return std::all_of(seen.upstreams.begin(), seen.upstreams.end(), [&](const seen_upstream& u) {
        return u.last_change + doubt_seconds < seen.at;
    });
}

bool served(const sight& seen, const settings& s, color c) {
    if (!seen.record) return false;
    const auto found = seen.record->served.find(c);
    return found != seen.record->served.end() && !found->second.empty() &&
           found->second == ids_of(seen.stack, s, c);
}

/// What the running workers are proved to serve.
void see_what_is_loaded(machine::situation& now, const sight& seen, const settings& s,
                        const known_before& known) {
    const bool same = seen.record && seen.record->loaded && seen.record->loaded == seen.running();
    if (!same) return;
    const auto live = seen.record->live;
    now.loaded = live;
    now.record_current = seen.local == live;
    now.stale = seen.record->addresses != addresses_of(seen.stack, s, live);
    const bool doubted = known.reload_unseen || seen.at < seen.record->doubt_until;
    if (now.written != live || now.preview_open || doubted) return;
    now.reloads_to_see = 0;
    now.reload_may_come = false;
}

}  // namespace

std::optional<generation> sight::running() const {
    return generation_of(workers.active);
}

std::optional<generation> sight::generation_of(const std::set<int>& active) const {
    if (active.empty()) return std::nullopt;
    generation g;
    g.proxy = proxy_id;
    g.started = proxy_started;
    g.workers = active;
    return g;
}

std::optional<color> sight::recorded() const {
    return record ? std::optional(record->live) : local;
}

bool has_preview_route(const sight& seen) {
    return std::all_of(seen.upstreams.begin(), seen.upstreams.end(),
                       [](const seen_upstream& u) { return u.preview.has_value(); });
}

bool waits_for_promote(const sight& seen, const settings& s, color c) {
    return seen.record && !seen.record->held.empty() &&
           seen.record->held == ids_of(seen.stack, s, c);
}

std::int64_t now_in_seconds() {
    return seconds_of(std::chrono::system_clock::now());
}

std::optional<color> read_local_record(const context& ctx) {
    const auto text = ctx.files.find(ctx.settings.record);
    return text ? parse_color(*text) : std::nullopt;
}

net::awaitable<std::vector<seen_upstream>> look_at_files(const settings& s, proxy& nginx) {
    std::vector<seen_upstream> all;
    const auto upstreams = s.upstreams();
    for (const auto& u : upstreams) {
        auto files = co_await look_at_files_of(nginx, u);
        all.push_back(std::move(files));
    }
    co_return all;
}

net::awaitable<sight> look_at(const context& ctx, proxy& nginx, plan::observed stack) {
    sight seen;
    seen.stack = std::move(stack);
    seen.page = co_await engine_work::read_journal(ctx.work.engine, ctx.work.project.name);
    seen.record = record_on(seen.page);
    seen.local = read_local_record(ctx);
    auto files = co_await look_at_files(ctx.settings, nginx);
    seen.upstreams = std::move(files);
    seen.proxy_id = nginx.container().id;
    const auto details = co_await nginx.inspect();
    seen.proxy_started = details.state.started_at;
    seen.namesakes = co_await find_namesakes(ctx, details.networks);
    seen.workers = co_await nginx.workers();
    seen.at = now_in_seconds();
    co_return seen;
}

machine::situation situation_of(const sight& seen, const settings& s, const known_before& known) {
    machine::situation now;
    for (const auto c : {color::blue, color::green}) {
        now.of(c).is = condition_of(seen.stack, s, c);
        now.of(c).served = served(seen, s, c);
    }
    now.written = written(seen, s);
    now.preview_open = preview_open(seen);
    now.draining = !seen.workers.shutting_down.empty();
    now.reload_may_come = !no_reload_may_come(seen, known);
    now.reloads_to_see = now.reload_may_come ? 2 : 1;
    if (known.proxy_is_new && now.written && !now.preview_open && seen.running()) {
        now.loaded = now.written;
        now.reloads_to_see = 0;
        now.reload_may_come = false;
    } else {
        see_what_is_loaded(now, seen, s, known);
    }
    return now;
}

machine::hints hints_of(const sight& seen, const settings& s, const known_before& known) {
    machine::hints h;
    h.recorded = seen.recorded();
    h.written = written(seen, s);
    h.unfinished = known.unfinished;
    return h;
}

std::vector<plan::observed_container> containers_in(const plan::observed& stack, const settings& s,
                                                    color c) {
    std::vector<plan::observed_container> found;
    for (const auto& service : s.services(c))
        for (const auto& container : stack.containers)
            if (container.service == service) found.push_back(container);
    return found;
}

namespace {

condition condition_of(const plan::observed_container& c) {
    if (!c.running()) return condition::down;
    return c.healthy() ? condition::healthy : condition::running;
}

}  // namespace

condition condition_of(const plan::observed& stack, const settings& s, color c) {
    auto worst = condition::healthy;
    for (const auto& service : s.services(c)) {
        auto best = condition::absent;
        for (const auto& container : stack.containers)
            if (container.service == service) best = std::max(best, condition_of(container));
        worst = std::min(worst, best);
    }
    return worst;
}

condition condition_of_all(const plan::observed& stack, const settings& s, color c) {
    auto worst = condition_of(stack, s, c);
    for (const auto& container : containers_in(stack, s, c))
        worst = std::min(worst, condition_of(container));
    return worst;
}

std::set<std::string> ids_of(const plan::observed& stack, const settings& s, color c) {
    std::set<std::string> ids;
    for (const auto& container : containers_in(stack, s, c))
        ids.insert(container.id);
    return ids;
}

std::map<std::string, std::set<std::string>> addresses_of(const plan::observed& stack,
                                                          const settings& s, color c) {
    std::map<std::string, std::set<std::string>> all;
    for (const auto& container : containers_in(stack, s, c))
        for (const auto& [network, address] : container.addresses)
            all[container.id].insert(address);
    return all;
}

}  // namespace rollout::blue_green
