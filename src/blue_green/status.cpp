#include "expectation.hpp"
#include "find_proxy.hpp"
#include "look.hpp"
#include "obstacle.hpp"
#include "smoke.hpp"

#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/lock.hpp>

#include <algorithm>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using machine::condition;

/// Whether there is anybody to ask is not for `status` to judge: it may run anywhere.
net::awaitable<void> ask_as_users_do(const context& ctx, live_status& status) {
    if (ctx.settings.smoke.url.empty()) co_return;
    const auto asked = asked_once(of_the_old_version(ctx.settings.smoke));
    const auto result = co_await smoke(asked, ctx.reporter);
    status.url = asked.url;
    status.answer = result.last;
    status.answered = result.passed || never_connected(result);
}

void tell_of_lock(const std::optional<engine_work::lock_view>& lock, live_status& status) {
    if (!lock) return;
    status.lock = engine_work::who_began(*lock, now_in_seconds());
    status.unfinished = lock->dead;
}

/// One that starts and serves is not unhealthy: the engine's own first probe comes late.
std::string unwell(const plan::observed& stack, const settings& s, color c) {
    for (const auto& one : containers_in(stack, s, c)) {
        if (!one.running()) return "container " + one.name + " is " + one.state;
        if (one.unhealthy()) return "container " + one.name + " is unhealthy";
    }
    return {};
}

/// What is known about the live color where the proxy runs.
struct judged_sight {
    sight seen;
    machine::situation is;
    machine::hints hints;
};

net::awaitable<judged_sight> judge(const context& ctx, found_proxy proxy, plan::observed stack,
                                   known_before known) {
    auto nginx = proxy_in(ctx, proxy);
    judged_sight all;
    auto seen = co_await look_at(ctx, nginx, std::move(stack));
    all.is = situation_of(seen, ctx.settings, known);
    all.hints = hints_of(seen, ctx.settings, known);
    all.seen = std::move(seen);
    co_return all;
}

/// Under other names the file knows nothing of the live containers: those of the record run.
void tell_of_trouble(const sight& seen, const settings& s, live_status& status) {
    status.trouble = trouble(seen, s, status.live);
    if (status.live_running || !recorded_live_runs(seen)) return;
    status.live = seen.record->live;
    status.live_running = true;
}

}  // namespace

stack_health health_of(const live_status& s) {
    if (!s.proxy_running || !s.live_running || !s.answered) return stack_health::broken;
    const bool good = s.live_healthy && s.finding.empty() && s.trouble.empty() && !s.unfinished;
    return good ? stack_health::healthy : stack_health::degraded;
}

net::awaitable<live_status> look_at_live(const context& ctx,
                                         std::vector<plan::observed_container> containers) {
    plan::observed stack;
    stack.containers = std::move(containers);
    live_status status;
    const auto found = co_await look_for_proxy(ctx, stack.containers);
    status.proxy_running = found.has_value();
    status.recorded = read_local_record(ctx);
    const auto lock = co_await engine_work::read_lock(ctx.work.engine, ctx.work.project.name);
    tell_of_lock(lock, status);
    if (!status.proxy_running) co_return status;
    if (!lock && !found->owner.empty()) {
        const auto owners = co_await engine_work::read_lock(ctx.work.engine, found->owner);
        if (owners && owners->dead) tell_of_lock(owners, status);
    }
    known_before known;
    known.unfinished = lock && lock->dead;
    known.reload_unseen = status.unfinished;
    const auto judged = co_await judge(ctx, *found, std::move(stack), known);
    const auto& [seen, s, hints] = judged;
    status.live = machine::choose_live(s, hints);
    status.live_running = s.of(status.live).is >= condition::running;
    status.live_healthy = unwell(seen.stack, ctx.settings, status.live).empty();
    status.recorded = hints.recorded;
    status.in_snippet = hints.written;
    const auto idle = other(status.live);
    if (waits_for_promote(seen, ctx.settings, idle)) status.waiting = idle;
    // The route that leads to the version that waits is meant to be open.
    auto without_route = s;
    if (status.waiting) without_route.preview_open = false;
    status.finding = machine::finding(without_route, hints, status.live);
    tell_of_trouble(seen, ctx.settings, status);
    if (status.trouble.empty() && status.live_running)
        status.trouble = unwell(seen.stack, ctx.settings, status.live);
    co_await ask_as_users_do(ctx, status);
    co_return status;
}

net::awaitable<color> live_color(const context& ctx,
                                 std::vector<plan::observed_container> containers) {
    plan::observed stack;
    stack.containers = std::move(containers);
    const auto found = co_await look_for_proxy(ctx, stack.containers);
    if (!found) co_return assumed(read_local_record(ctx));
    const auto lock = co_await engine_work::read_lock(ctx.work.engine, ctx.work.project.name);
    known_before known;
    known.unfinished = lock && lock->dead;
    const auto judged = co_await judge(ctx, *found, std::move(stack), known);
    co_return machine::choose_live(judged.is, judged.hints);
}

}  // namespace rollout::blue_green
