#include "roll_back.hpp"

#include "cutover.hpp"
#include "live_color.hpp"
#include "retire.hpp"
#include "smoke.hpp"

#include <rollout/engine_work/diagnose.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <exception>
#include <string>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

std::string name(color c) {
    return std::string(to_string(c));
}

bool try_to_record(const context& ctx, color live) {
    try {
        record(ctx, live);
        return true;
    } catch (const std::exception& e) {
        ctx.reporter.report(record_failed{true, e.what()});
        return false;
    }
}

/// The old version answers: what else the settings expect, and of which paths, may be of the new
/// one.
smoke_settings of_the_old_version(smoke_settings asked) {
    auto status = std::move(asked.expected.status);
    asked.expected = expectation();
    asked.expected.status = std::move(status);
    asked.urls.clear();
    return asked;
}

net::awaitable<bool> answers(const context& ctx) {
    const auto asked = of_the_old_version(ctx.settings.smoke);
    const auto result = co_await smoke(asked, ctx.reporter);
    ctx.reporter.report(smoke_after_rollback{asked.url, result.last});
    co_return result.passed;
}

/// By now the old color serves: nothing that goes wrong here makes the rollback a failure.
net::awaitable<bool> stop_failed(const context& ctx, proxy& nginx, retiring what,
                                 plan::untouchable live) {
    try {
        co_await retire_color(ctx, nginx, std::move(what), std::move(live));
        co_return true;
    } catch (const std::exception& e) {
        ctx.reporter.report(retire_failed{e.what()});
    }
    co_return false;
}

}  // namespace

net::awaitable<void> roll_back(const context& ctx, const deploy_plan& plan,
                               const plan::observed& seen, proxy& nginx, const moved& forward) {
    ctx.reporter.report(rollback_started{plan.from});
    const auto& project = ctx.work.project;
    const auto bad = container_name(project, ctx.settings, plan.to);
    const auto good = container_name(project, ctx.settings, plan.from);
    for (const auto& line : co_await engine_work::diagnose(ctx.work.engine, bad))
        ctx.reporter.report(diagnosis{bad, line});
    const auto back = co_await cutover(ctx, nginx, forward.way_back);
    if (!back.moved)
        throw failure(exit_code::person_must_look,
                      "the way back failed: " + back.problem + "; nginx " +
                          (back.old_confirmed ? "still serves " : "may serve ") + name(plan.to) +
                          ", which failed its smoke test; " + name(plan.from) +
                          " still runs in container " + good,
                      back.details);
    const bool recorded = try_to_record(ctx, plan.from);
    const bool passes = co_await answers(ctx);
    if (!recorded || !passes)
        throw failure(exit_code::person_must_look,
                      name(plan.from) + " is live again in container " + good + ", but " +
                          (passes ? "the record could not be written: " + ctx.settings.record + '.'
                                  : "the smoke test fails for it too: is " +
                                        ctx.settings.smoke.url + " the right URL?") +
                          " The failed " + name(plan.to) + " still runs in container " + bad);
    retiring failed;
    failed.color = plan.to;
    failed.how = retire::stop;
    failed.generation = back.old_generation;
    failed.drain_limit = ctx.settings.drain_limit;
    const auto live = containers_of(project, ctx.settings, seen, plan.from);
    const bool stopped = co_await stop_failed(ctx, nginx, failed, live);
    ctx.reporter.report(rolled_back{plan.from, plan.to, bad, stopped});
}

}  // namespace rollout::blue_green
