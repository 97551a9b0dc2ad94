#include "pre_deploy.hpp"
#include "runner.hpp"

#include <engine_api/error.hpp>
#include <rollout/engine_work/diagnose.hpp>
#include <rollout/plan/create_request.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using machine::condition;

}  // namespace

net::awaitable<void> runner::get_images() {
    // What nginx would not load for reasons of its own is better known while nothing is made.
    if (s_.of(p_.from).is >= condition::running) co_await nginx_.test();
    const auto images = plan::side_by_side(plan_.images);
    co_await idle_.run(images);
    if (!plan_.pre_deploy.empty()) co_await make_sure_of_lock();  // a build may take long
    if (!plan_.pre_deploy.empty()) co_await run_pre_deploy(ctx_, plan_.to);
    p_.has_images = true;
}

/// Workers of an earlier reload may still be serving requests from the color that is about to be
/// replaced.
net::awaitable<void> runner::drain_idle() {
    if (!old_workers_.empty()) {
        ctx_.reporter.report(earlier_workers_draining{});
        const auto* signals = &ctx_.work.interrupted;
        const auto limit = ctx_.settings.drain_limit;
        const bool done = co_await nginx_.drained(old_workers_, limit, signals);
        if (!done) ctx_.reporter.report(earlier_workers_remain{});
        if (done) old_workers_.clear();
    }
    p_.drained = true;
}

net::awaitable<void> runner::make_sure_of_lock() {
    const bool ours = co_await locks_.still_held(ctx_.work.engine);
    const bool unmoved = !p_.moved && (!p_.touched || s_.written == p_.from);
    if (!ours)
        throw lock_lost(unmoved ? exit_code::failed : exit_code::person_must_look,
                        "the lock was lost: somebody removed it, or another run took it over while "
                        "this one did not answer; nothing more was done, `rollout status` tells "
                        "what serves, and the next run clears up what is left" +
                            (problem_.empty() ? "" : "; before that: " + problem_));
}

/// What the engine does not answer says nothing about the lock.
net::awaitable<void> runner::refuse_lost_lock() {
    try {
        co_await make_sure_of_lock();
    } catch (const engine_api::error&) {
    }
}

net::awaitable<void> runner::replace() {
    auto& to = s_.of(p_.to);
    std::exception_ptr problem;
    try {
        co_await idle_.run(plan_.replacement);
    } catch (...) {
        problem = std::current_exception();
    }
    const bool wanted = idle_.has_created() || plan_.keeps_containers;
    to = {condition::running, wanted, to.served};
    if (problem) std::rethrow_exception(problem);
    p_.brought_up = true;
}

net::awaitable<void> runner::await_health() {
    co_await idle_.run(plan_.health);
    co_await make_sure_of_lock();
    healthy_by_probe_ = true;
    s_.of(p_.to).is = condition::healthy;
}

/// What is known about containers whose answers were not as expected.
net::awaitable<void> runner::diagnose_new() {
    const auto& project = ctx_.work.project;
    for (const auto& service : ctx_.settings.services(p_.to))
        for (const auto& name : plan::container_names(project, project.services.at(service))) {
            const auto lines = co_await engine_work::diagnose(ctx_.work.engine, name);
            for (const auto& line : lines)
                ctx_.reporter.report(diagnosis{name, line});
        }
}

/// As long as the old color is there, there is a way back.
net::awaitable<void> runner::drain_old() {
    if (!std::exchange(told_of_live_, true)) ctx_.reporter.report(went_live{p_.to});
    const auto limit = ctx_.settings.drain_limit;
    const auto* signals = &ctx_.work.interrupted;
    const bool done = co_await nginx_.drained(old_workers_, limit, signals);
    tell_of_drain(p_.from, done);
    judge_measurement();
    p_.drained_old = true;
}

/// By now the old color serves, or nothing was changed for users: what goes wrong here makes it
/// neither better nor worse.
net::awaitable<void> runner::take_back() {
    const bool done = co_await nginx_.drained(old_workers_, ctx_.settings.drain_limit);
    if (p_.moved) tell_of_drain(p_.to, done);
    co_await make_sure_of_lock();  // a drain may take long
    p_.taken_back = true;
    const bool ran_before = plan_.keeps_containers && plan_.replacement.empty();
    if (ran_before && !p_.moved) co_return;
    const bool stops = p_.moved || plan_.keeps_containers;
    if (stops)
        co_await end_color(p_.to, blue_green::retire::stop);
    else
        co_await idle_.undo();
    s_.of(p_.to).is = stops ? condition::down : condition::absent;
}

void runner::tell_of_drain(color ending, bool done) {
    if (done)
        ctx_.reporter.report(drained{ending});
    else
        ctx_.reporter.report(drain_incomplete{ctx_.settings.drain_limit.count()});
}

/// The other one serves.
net::awaitable<void> runner::end_color(color ending, blue_green::retire how) {
    const auto& project = ctx_.work.project;
    const auto operations = retirement(project, ctx_.settings, seen_.stack, ending, how);
    auto live = containers_of(project, ctx_.settings, seen_.stack, other(ending));
    const engine_work::health_options unused;
    engine_work::executor carry_out(ctx_.work, std::move(live), unused);
    co_await carry_out.run(operations);
}

}  // namespace rollout::blue_green
