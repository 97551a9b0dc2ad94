#include "runner.hpp"

#include "others.hpp"

#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;
using machine::step;

bool is_end(step s) {
    return s >= step::end_done;
}

bool runs(const machine::color_state& c) {
    return c.is >= machine::condition::running;
}

/// What another run may have changed since, so that ours no longer knows what it does.
bool needs_lock(step s) {
    switch (s) {
        case step::get_images:
        case step::replace:
        case step::preview:
        case step::write_snippets:
        case step::reload:
        case step::record:
        case step::update_others:
        case step::retire:
        case step::take_back: return true;
        default: return false;
    }
}

struct said {
    std::string words;
    std::vector<std::string> details;
};

said what_it_says(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const failure& e) {
        return {e.what(), e.details()};
    } catch (const std::exception& e) {
        return {e.what(), {}};
    }
}

}  // namespace

runner::runner(const context& ctx, proxy& nginx, run_locks& locks, beginning b, deploy_plan plan,
               std::string purpose)
    : ctx_(ctx),
      nginx_(nginx),
      locks_(locks),
      seen_(std::move(b.seen)),
      s_(b.s),
      p_(b.p),
      purpose_(std::move(purpose)),
      plan_(std::move(plan)),
      idle_(ctx.work, containers_of(ctx.work.project, ctx.settings, seen_.stack, p_.from),
            ctx.settings.health),
      old_workers_(seen_.workers.shutting_down) {
    if (s_.loaded) known_workers_ = seen_.workers.active;
}

net::awaitable<exit_code> runner::run() {
    for (;;) {
        heed_signal();
        const auto a = machine::next(s_, p_);
        if (is_end(a.what)) {
            const auto how = a.what;
            co_await engine_work::protect(tell_what_was_measured());
            co_return co_await end(how);
        }
        co_await attempt(a);
    }
}

/// A reload is asked for and seen, or known not to be: nothing may come between. On the way back
/// nobody is asked any more.
bool runner::may_be_cancelled(step s) const {
    const bool torn = s == step::write_snippets || s == step::reload || s == step::record;
    return !torn && !p_.abandoned;
}

net::awaitable<void> runner::attempt(machine::action a) {
    using namespace std::chrono;
    const auto began = steady_clock::now();
    std::exception_ptr problem;
    try {
        if (may_be_cancelled(a.what))
            co_await carry_out(a);
        else
            co_await engine_work::protect(carry_out(a));
    } catch (const lock_lost&) {
        constexpr bool recorded = false;
        tell_by_locks(recorded);
        throw;
    } catch (...) {
        problem = std::current_exception();
    }
    steps_ms_[std::string(to_string(a.what))] +=
        duration_cast<milliseconds>(steady_clock::now() - began).count();
    if (!problem) co_return;
    const bool on_the_way = !p_.abandoned;
    note(problem, a.what);
    const bool asked =
        a.what == step::preview || a.what == step::smoke || a.what == step::drain_old;
    if (on_the_way && p_.abandoned && asked) co_await engine_work::protect(diagnose_new());
    co_await engine_work::protect(look_again());
    if (p_.failures_back > 0)
        co_await engine_work::protect(engine_work::sleep_for(ctx_.settings.retry_delay));
}

net::awaitable<void> runner::carry_out(machine::action a) {
    if (needs_lock(a.what)) co_await make_sure_of_lock();
    if (machine::is_destructive(a.what)) {
        co_await look_at_workers();
        co_await look_at_addresses();
        if (machine::next(s_, p_) != a) co_return;
    }
    switch (a.what) {
        case step::ask_old: co_await ask_old(); break;
        case step::get_images: co_await get_images(); break;
        case step::drain_idle: co_await drain_idle(); break;
        case step::replace: co_await replace(); break;
        case step::await_health: co_await await_health(); break;
        case step::preview: co_await preview(); break;
        case step::write_snippets: co_await write_snippets(a.target); break;
        case step::reload: co_await reload(a.target); break;
        case step::record: co_await record(a.target); break;
        case step::smoke: co_await test_new(); break;
        case step::update_others:
            co_await update_others(ctx_, plan_.others, plan_.surplus, others_are_back_);
            p_.updated_others = true;
            break;
        case step::drain_old: co_await drain_old(); break;
        case step::retire:
            co_await end_color(p_.from, ctx_.settings.retire);
            p_.retired = true;
            break;
        case step::ask_again: co_await ask_again(); break;
        case step::take_back: co_await take_back(); break;
        default: break;
    }
}

void runner::note(const std::exception_ptr& problem, step s) {
    const bool on_the_way = !p_.abandoned;
    const bool interrupted = on_the_way && ctx_.work.interrupted.asked();
    const auto [words, details] = what_it_says(problem);
    const bool passed = p_.smoke == machine::verdict::passed;
    if (s == step::retire || (s == step::drain_old && passed)) {
        tell_why_not_retired(words, interrupted);
    } else {
        (on_the_way ? problem_ : problem_back_) = interrupted ? "interrupted" : words;
        if (!details.empty()) details_ = details;
    }
    if (s == step::take_back) {
        ctx_.reporter.report(retire_failed{words});
        stopped_failed_ = false;
    }
    machine::note_failure(p_, s);
    if (on_the_way && p_.abandoned) tell_of_turning_back();
}

/// The new version is live all the same.
void runner::tell_why_not_retired(const std::string& why, bool interrupted) {
    if (!interrupted) {
        ctx_.reporter.report(retire_failed{why});
        return;
    }
    const bool kept = ctx_.settings.retire == retire::keep;
    const auto left =
        kept ? std::string() : container_names(ctx_.work.project, ctx_.settings, p_.from);
    ctx_.reporter.report(drain_interrupted{p_.from, left});
}

/// Once the new version has passed all that is asked of it, and those that are to follow it do, a
/// signal only ends the drain.
void runner::heed_signal() {
    if (!ctx_.work.interrupted.asked() || p_.abandoned) return;
    const bool followed = p_.updated_others || plan_.others.empty();
    const bool passed = p_.smoke == machine::verdict::passed && followed;
    if (passed || !p_.replaces) return;
    p_.abandoned = true;
    problem_ = "interrupted";
    tell_of_turning_back();
}

void runner::tell_of_turning_back() {
    if (p_.moved) ctx_.reporter.report(rollback_started{p_.from});
}

net::awaitable<void> runner::look_again() {
    try {
        seen_.stack.containers =
            co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
    } catch (const std::exception&) {
        co_return;  // what was seen last is what is known
    }
    for (const auto c : {color::blue, color::green})
        s_.of(c).is = condition_of(seen_.stack, ctx_.settings, c);
    auto& to = s_.of(p_.to);
    if (healthy_by_probe_ && to.is == machine::condition::running)
        to.is = machine::condition::healthy;
}

/// On the way back a reload has to come before anything else can be said.
std::chrono::milliseconds runner::reload_limit() const {
    constexpr int patience = 6;
    return p_.abandoned ? ctx_.settings.reload_limit * patience : ctx_.settings.reload_limit;
}

/// Empty when it runs, or when nothing is known of it.
std::string runner::words_for_dead_proxy() const {
    if (ctx_.settings.has_foreign_proxy()) return {};
    const auto* proxy = seen_.stack.find(ctx_.settings.proxy);
    if (proxy && proxy->running()) return {};
    return "the proxy '" + ctx_.settings.proxy +
           "' is not running, so nobody is served: `rollout up` starts it";
}

std::string runner::words_for_failure() const {
    if (const auto dead = words_for_dead_proxy(); !dead.empty()) return problem_ + "; " + dead;
    if (!runs(s_.of(p_.from))) return problem_ + "; " + color_name(p_.from) + " is not running";
    return problem_ + "; " + color_name(p_.from) + " keeps serving";
}

std::string runner::words_for_a_person() const {
    const auto old = container_names(ctx_.work.project, ctx_.settings, p_.from);
    const auto made = container_names(ctx_.work.project, ctx_.settings, p_.to);
    const auto from = color_name(p_.from);
    const auto to = color_name(p_.to);
    if (p_.moved && s_.proved(p_.from))
        return from + " is live again in container " + old +
               ", but the smoke test fails for it too: is " + ctx_.settings.smoke.url +
               " the right URL? The failed " + to + " still runs in container " + made;
    if (p_.moved)
        return "the way back failed: " + (problem_back_.empty() ? problem_ : problem_back_) +
               "; nginx may serve " + to + ", which failed its smoke test; " + from +
               " still runs in container " + old;
    if (const auto dead = words_for_dead_proxy(); !dead.empty())
        return problem_ + "; " + dead + ", with " + from + ", and " + to + " is left running";
    return problem_ + "; what nginx serves now is not certain: the snippet is to name " + from +
           ", and " + to + " is left running";
}

/// Of a run that replaces nothing: that nginx serves the live color, if that runs. What did not end
/// before it belongs into the history.
net::awaitable<void> runner::tell_what_was_made_sure_of() {
    const bool certain = s_.record_current && !machine::leaves_doubt(s_);
    if (locks_.killed() && certain) {
        auto last = record_of_now(p_.from);
        remember_killed(last);
        co_await record_last(std::move(last));
    } else {
        constexpr bool recorded = false;
        tell_by_locks(recorded);
    }
    if (runs(s_.of(p_.from))) ctx_.reporter.report(recovered{p_.from});
}

net::awaitable<exit_code> runner::end(step how) {
    const auto& interrupted = ctx_.work.interrupted;
    co_await engine_work::protect(refuse_lost_lock());
    co_await engine_work::protect(write_snippets_at_rest());
    switch (how) {
        case step::end_done:
            if (p_.replaces)
                co_await engine_work::protect(record_end("live"));
            else
                co_await engine_work::protect(tell_what_was_made_sure_of());
            co_return exit_code::done;
        case step::end_held:
            ctx_.reporter.report(held{p_.to, preview_secret_});
            co_await engine_work::protect(record_end("held"));
            co_return exit_code::done;
        case step::end_rolled_back:
            ctx_.reporter.report(rolled_back{
                p_.from, p_.to, container_names(ctx_.work.project, ctx_.settings, p_.to),
                stopped_failed_});
            co_await engine_work::protect(record_end("rolled back"));
            co_return interrupted.or_else(exit_code::rolled_back);
        case step::end_failed:
            co_await engine_work::protect(record_end("failed"));
            throw failure(exit_code::failed, words_for_failure(), details_);
        default: break;
    }
    co_await engine_work::protect(record_end("a person must look"));
    throw failure(exit_code::person_must_look, words_for_a_person(), details_);
}

}  // namespace rollout::blue_green
