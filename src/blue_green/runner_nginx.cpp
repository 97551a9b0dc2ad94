#include "runner.hpp"
#include "snippet.hpp"

#include <engine_api/error.hpp>
#include <rollout/engine_work/observe.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

}  // namespace

/// A snippet that led to the old version is put back as it was.
std::vector<std::string> runner::texts_at_rest(color target) const {
    std::vector<std::string> texts;
    const auto upstreams = ctx_.settings.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        const auto& before = seen_.upstreams.at(i).snippet;
        const bool as_it_was =
            before && target == p_.from && snippet_color(upstreams[i], *before) == target;
        texts.push_back(as_it_was ? *before : snippet_text(upstreams[i], target));
    }
    return texts;
}

/// With a text for a landing nginx does not start while the name is missing. Whoever makes it load
/// the one at rest finds the same servers, so no reload is needed.
net::awaitable<void> runner::write_snippets_at_rest() {
    if (!p_.touched || !s_.written) co_return;
    const auto upstreams = ctx_.settings.upstreams();
    const auto texts = texts_at_rest(*s_.written);
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        if (texts[i] == landing_text(texts[i])) continue;
        try {
            co_await nginx_.files().write(upstreams[i].snippet, texts[i]);
        } catch (const std::exception& e) {
            ctx_.reporter.report(snippet_not_at_rest{upstreams[i].snippet, e.what()});
        }
    }
}

/// What the engine failed to answer may have been done all the same.
net::awaitable<void> runner::write_file(std::string file, std::string text) {
    try {
        co_await nginx_.files().write(std::move(file), std::move(text));
    } catch (const engine_api::error&) {
        p_.touched = true;
        s_.written.reset();
        throw;
    }
    p_.touched = true;
}

net::awaitable<void> runner::check_read(std::string_view configuration, const std::string& file,
                                        std::string text) {
    if (shows_file(configuration, nginx_.files().path_of(file), text)) co_return;
    co_await check_read_back(file, text);
    if (has_loaded(configuration, text)) co_return;
    throw failure(exit_code::failed,
                  "nginx does not load " + nginx_.files().path_of(file) +
                      ": no `include` of the proxy's configuration reads that file; add one, or "
                      "set `snippet` to the file that it reads");
}

net::awaitable<void> runner::check_read_back(const std::string& file, std::string expected) {
    const auto seen = co_await nginx_.files().read_there(file);
    if (seen && seen->text == expected) co_return;
    throw failure(exit_code::failed,
                  "the proxy does not see the snippet that was written for " + file +
                      "; does it run with the mounts that the file gives it? If not, recreate it");
}

net::awaitable<void> runner::write_snippets(color target) {
    const auto upstreams = ctx_.settings.upstreams();
    auto texts = texts_at_rest(target);
    for (auto& text : texts)
        text = landing_text(text);
    if (target == p_.to) {
        ctx_.reporter.report(cutover_started{target});
        if (measuring_ && p_.old_answers == machine::verdict::passed) measuring_->charge();
    } else if (p_.abandoned && !p_.moved && s_.written != target) {
        ctx_.reporter.report(snippet_put_back{});
    }
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        co_await write_file(upstreams[i].snippet, texts[i]);
        s_.written.reset();
        auto& preview = seen_.upstreams[i].preview;
        if (!preview || !opens_preview(*preview)) continue;
        preview = closed_preview_text();
        co_await write_file(upstreams[i].preview, *preview);
    }
    preview_secret_.clear();
    machine::wrote_snippets(s_, target);
    const auto configuration = co_await nginx_.test();
    for (std::size_t i = 0; i < upstreams.size(); ++i)
        co_await check_read(configuration, upstreams[i].snippet, texts[i]);
}

/// And sees the workers that it makes.
net::awaitable<void> runner::ask_for_reload() {
    const auto before = co_await nginx_.workers();
    const auto limit = reload_limit();
    p_.touched = true;
    std::optional<workers> now;
    std::exception_ptr problem;
    try {
        co_await nginx_.reload();
        now = co_await nginx_.has_moved(before, limit);
    } catch (...) {
        problem = std::current_exception();
    }
    old_workers_.insert(before.active.begin(), before.active.end());
    old_workers_.insert(before.shutting_down.begin(), before.shutting_down.end());
    if (now) {
        known_workers_ = now->active;
        workers_seen_ = std::chrono::steady_clock::now();
        machine::saw_new_workers(s_);
        s_.draining = true;
        p_.drained_old = false;
        co_return;
    }
    known_workers_.reset();
    machine::lost_sight_of_workers(s_);
    if (problem) std::rethrow_exception(problem);
    throw failure(exit_code::failed,
                  "nginx took the reload but still serves with its old workers after " +
                      std::to_string(limit.count()) + " ms; its log says why");
}

net::awaitable<void> runner::reload(color target) {
    co_await ask_for_reload();
    if (s_.loaded != p_.to || p_.abandoned) co_return;
    p_.moved = true;
    // Of an old version that is not well even its last answers are not the new one's.
    if (measuring_ && p_.old_answers != machine::verdict::passed) measuring_->charge();
    ctx_.reporter.report(cutover_done{target});
}

/// Others may have made nginx load something meanwhile; not in the time that a look takes.
net::awaitable<void> runner::look_at_workers() {
    constexpr std::chrono::milliseconds just_now{100};
    if (s_.reloads_to_see > 0 || !known_workers_) co_return;
    if (std::chrono::steady_clock::now() - workers_seen_ < just_now) co_return;
    const auto now = co_await nginx_.workers();
    workers_seen_ = std::chrono::steady_clock::now();
    if (now.active == *known_workers_) co_return;
    known_workers_.reset();
    machine::lost_sight_of_workers(s_);
}

/// Whoever took an address that nginx still knows is asked in the place of its owner, so it must
/// not go before nginx has learned better.
net::awaitable<void> runner::look_at_addresses() {
    if (!s_.loaded) co_return;
    plan::observed now;
    now.containers = co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
    const auto& s = ctx_.settings;
    if (addresses_of(now, s, *s_.loaded) == addresses_of(seen_.stack, s, *s_.loaded)) co_return;
    seen_.stack.containers = std::move(now.containers);
    s_.stale = true;
}

live_record runner::record_of_now(color live) const {
    auto r = seen_.record.value_or(live_record());
    const bool known = s_.reloads_to_see == 0 && known_workers_ && s_.loaded == live;
    r.live = live;
    r.loaded = known ? seen_.generation_of(*known_workers_) : std::nullopt;
    const bool waits = p_.hold && p_.preview != machine::verdict::unasked && !p_.abandoned;
    if (waits)
        r.held = ids_of(seen_.stack, ctx_.settings, p_.to);
    else if (p_.replaces)
        r.held.clear();
    // A version that was taken back is none to go back to.
    if (p_.abandoned && p_.moved) r.served.erase(p_.to);
    r.addresses = addresses_of(seen_.stack, ctx_.settings, live);
    const bool doubt = s_.reload_may_come || s_.reloads_to_see > 0;
    r.doubt_until = doubt ? seen_.at + doubt_seconds : 0;
    if (known) r.served[live] = ids_of(seen_.stack, ctx_.settings, live);
    return r;
}

void runner::write_local_record(color live) {
    try {
        ctx_.files.replace(ctx_.settings.record, color_name(live) + '\n');
    } catch (const std::exception& e) {
        if (!std::exchange(told_of_local_record_, true))
            ctx_.reporter.report(record_failed{p_.abandoned, e.what()});
    }
}

net::awaitable<void> runner::write_record(live_record r) {
    const auto text = to_text(r);
    seen_.page = co_await engine_work::write_journal(ctx_.work.engine, ctx_.work.project.name,
                                                     nginx_.container().image_id, text, seen_.page);
    seen_.record = std::move(r);
}

net::awaitable<void> runner::record(color target) {
    seen_.stack.containers =
        co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
    seen_.at = now_in_seconds();
    auto now = record_of_now(target);
    co_await write_record(std::move(now));
    write_local_record(target);
    s_.record_current = true;
}

/// Where it is not known what nginx will serve, the next run must learn that from the record, or
/// from a lock.
void runner::tell_by_locks(bool recorded) {
    const bool doubt = machine::leaves_doubt(s_);
    if (!doubt)
        locks_.reload_seen();
    else if (p_.touched)
        locks_.reload_not_seen();
    if (!others_are_back_)
        locks_.not_recorded();
    else if (recorded || (!doubt && s_.record_current))
        locks_.recorded();
    else if (p_.touched || p_.brought_up)
        locks_.not_recorded();
}

/// The end belongs into the history.
net::awaitable<void> runner::record_end(const char* result) {
    if (!p_.touched && !p_.brought_up) {
        constexpr bool recorded = false;
        tell_by_locks(recorded);
        co_return;
    }
    const auto live = p_.moved && !p_.abandoned ? p_.to : p_.from;
    seen_.at = now_in_seconds();
    auto last = record_of_now(live);
    history_entry e;
    e.at = seen_.at;
    e.who = engine_work::this_process().name;
    e.what = purpose_;
    e.from = p_.from;
    e.to = p_.to;
    const auto made = containers_in(seen_.stack, ctx_.settings, p_.to);
    e.image_id = made.empty() ? "" : made.front().image_id;
    e.result = result;
    e.took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::steady_clock::now() - began_)
                    .count();
    e.steps_ms = steps_ms_;
    e.lost = lost_;
    remember_killed(last);
    remember(last, std::move(e));
    co_await record_last(std::move(last));
}

void runner::remember_killed(live_record& r) const {
    const auto* killed = locks_.killed();
    if (!killed) return;
    history_entry e;
    e.at = killed->since;
    e.who = killed->owner;
    e.what = killed->purpose;
    e.from = e.to = p_.from;
    e.result = "did not end";
    remember(r, std::move(e));
}

/// Where that is not possible, the locks tell.
net::awaitable<void> runner::record_last(live_record last) {
    bool recorded = false;
    try {
        co_await write_record(std::move(last));
        recorded = true;
    } catch (const std::exception& problem) {
        ctx_.reporter.report(record_failed{p_.abandoned, problem.what()});
    }
    tell_by_locks(recorded);
}

}  // namespace rollout::blue_green
