#include "pre_deploy.hpp"
#include "runner.hpp"

#include <rollout/engine_work/diagnose.hpp>
#include <rollout/plan/create_request.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;
using machine::condition;

}  // namespace

net::awaitable<void> runner::get_images() {
    co_await idle_.run(plan_.images);
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
    const bool ours = co_await lock_.still_held(ctx_.work.engine);
    if (!ours) throw failure(exit_code::failed, "the lock was lost");
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
    for (const auto& service : ctx_.settings.services(p_.to)) {
        const auto name =
            plan::container_name(ctx_.work.project, ctx_.work.project.services.at(service));
        const auto lines = co_await engine_work::diagnose(ctx_.work.engine, name);
        for (const auto& line : lines)
            ctx_.reporter.report(diagnosis{name, line});
    }
}

net::awaitable<void> runner::retire() {
    ctx_.reporter.report(went_live{p_.to});
    co_await retire_drained();
    p_.retired = true;
}

net::awaitable<void> runner::retire_drained() {
    const auto& s = ctx_.settings;
    const auto* signals = &ctx_.work.interrupted;
    const bool done = co_await nginx_.drained(old_workers_, s.drain_limit, signals);
    if (done)
        ctx_.reporter.report(drained{p_.from});
    else
        ctx_.reporter.report(drain_incomplete{s.drain_limit.count()});
    const auto operations = retirement(ctx_.work.project, s, p_.from, s.retire);
    if (operations.empty()) co_return;
    const engine_work::health_options unused;
    engine_work::executor old(ctx_.work, containers_of(ctx_.work.project, s, seen_.stack, p_.to),
                              unused);
    co_await old.run(operations);
}

/// By now the old color serves, or nothing was changed for users: what goes wrong here makes it
/// neither better nor worse.
net::awaitable<void> runner::take_back() {
    const bool done = co_await nginx_.drained(old_workers_, ctx_.settings.drain_limit);
    if (p_.moved && done) ctx_.reporter.report(drained{p_.to});
    if (p_.moved && !done)
        ctx_.reporter.report(drain_incomplete{ctx_.settings.drain_limit.count()});
    const bool stops = p_.moved || plan_.keeps_containers;
    if (stops)
        co_await stop_failed();
    else
        co_await idle_.undo();
    s_.of(p_.to).is = stops ? condition::down : condition::absent;
    p_.taken_back = true;
}

net::awaitable<void> runner::stop_failed() {
    const auto operations = retirement(ctx_.work.project, ctx_.settings, p_.to, retire::stop);
    const engine_work::health_options unused;
    engine_work::executor failed(
        ctx_.work, containers_of(ctx_.work.project, ctx_.settings, seen_.stack, p_.from), unused);
    co_await failed.run(operations);
}

}  // namespace rollout::blue_green
