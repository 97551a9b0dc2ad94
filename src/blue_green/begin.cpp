#include "begin.hpp"

#include "obstacle.hpp"
#include "others.hpp"
#include "snippet.hpp"

#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/sleep.hpp>
#include <rollout/engine_work/with_lock.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

/// Others behind the same proxy are waited for, whatever is to be done about this project's own.
constexpr std::chrono::minutes owners_lock_wait{10};

void report_doubts(const context& ctx, const machine::situation& s, const machine::hints& h,
                   color live) {
    const bool down = s.of(live).is < machine::condition::running;
    if (const auto finding = machine::finding(s, h, live); !finding.empty())
        ctx.reporter.report(live_color_doubtful{finding, live, !down});
    if (down) ctx.reporter.report(live_color_down{live});
}

/// Whoever held the lock may have replaced or removed the proxy.
bool looks_again(const engine_work::deploy_lock& lock) {
    return lock.waited() || lock.taken_over();
}

/// The proxy's own project: whether a reload that it asked for may yet come.
net::awaitable<bool> is_in_doubt(const context& ctx, std::string project) {
    const auto page = co_await engine_work::read_journal(ctx.work.engine, project);
    const auto record = record_on(page);
    if (!record) co_return false;
    co_return now_in_seconds() < record->doubt_until;
}

[[noreturn]] void refuse_to_write_over(const std::string& file, const char* setting,
                                       const char* what) {
    throw engine_work::failure(exit_code::failed,
                               file + " holds more than " + what +
                                   ", and this would write over it; set `" + setting +
                                   "` to a file that nginx includes and that holds nothing else");
}

/// Of what is written at one stroke nothing of others may be lost.
void refuse_files_of_others(const sight& seen, const settings& s) {
    const auto upstreams = s.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        const auto& [snippet, preview, last_change] = seen.upstreams.at(i);
        if (snippet && !has_only_servers(*snippet))
            refuse_to_write_over(upstreams[i].snippet, "snippet", "`server` directives");
        if (preview && opens_preview(*preview) && !has_only_secrets(*preview))
            refuse_to_write_over(upstreams[i].preview, "preview", "the route of a preview");
    }
}

/// Somebody may just be restarting a container, or saving it: taken for down, its users would be
/// led back to an older version.
bool may_come_back(const sight& seen, const settings& s) {
    const auto recorded = seen.recorded();
    if (!recorded) return false;
    if (condition_of(seen.stack, s, *recorded) >= machine::condition::running) return false;
    const auto containers = containers_in(seen.stack, s, *recorded);
    return std::any_of(containers.begin(), containers.end(), [](const auto& c) {
        return c.state == "exited" || c.state == "restarting" || c.state == "paused";
    });
}

net::awaitable<sight> look_patiently(const context& ctx, proxy& nginx, plan::observed stack) {
    constexpr int looks = 4;
    for (int i = 1;; ++i) {
        auto seen = co_await look_at(ctx, nginx, std::move(stack));
        if (i == looks || !may_come_back(seen, ctx.settings)) co_return seen;
        co_await engine_work::sleep_for(ctx.settings.retry_delay);
        auto now = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
        stack = std::move(seen.stack);
        stack.containers = std::move(now);
    }
}

}  // namespace

known_before known_from(const run_locks& locks) {
    known_before known;
    known.unfinished = locks.unfinished();
    known.reload_unseen = locks.reload_unseen();
    return known;
}

net::awaitable<beginning> begin(const context& ctx, proxy& nginx, plan::observed stack,
                                known_before known) {
    beginning b;
    b.seen = co_await look_patiently(ctx, nginx, std::move(stack));
    refuse_files_of_others(b.seen, ctx.settings);
    refuse_obstacle(obstacle(b.seen, ctx.settings));
    b.s = situation_of(b.seen, ctx.settings, known);
    const auto hints = hints_of(b.seen, ctx.settings, known);
    b.p.from = machine::choose_live(b.s, hints);
    b.p.to = other(b.p.from);
    // The route that leads to the version that waits is meant to be open.
    auto told = b.s;
    if (waits_for_promote(b.seen, ctx.settings, b.p.to)) told.preview_open = false;
    if (!known.proxy_is_new) report_doubts(ctx, told, hints, b.p.from);
    co_return b;
}

net::awaitable<beginning> begin_run(const context& ctx, proxy& nginx, plan::observed stack,
                                    known_before known) {
    const bool cut_off = known.unfinished;
    co_await settle_others(ctx, stack, cut_off);
    auto b = co_await begin(ctx, nginx, std::move(stack), known);
    co_return b;
}

net::awaitable<void> with_owners_lock(const context& ctx, found_proxy found, std::string purpose,
                                      run_locks& locks, under_owners_lock go_on) {
    if (found.owner.empty()) {
        co_await go_on(false);
        co_return;
    }
    const auto work = [&](engine_work::deploy_lock& lock) -> net::awaitable<void> {
        const bool in_doubt = co_await is_in_doubt(ctx, found.owner);
        locks.add_owners(lock, in_doubt);
        co_await go_on(looks_again(lock));
    };
    compose::project owner;
    owner.name = found.owner;
    const auto owners = ctx.work.about(owner);
    engine_work::lock_options options;
    options.image = found.container.image_id;
    options.purpose = purpose + " of " + ctx.work.project.name;
    options.about = ctx.work.project.name;
    options.wait = std::max<std::chrono::milliseconds>(ctx.settings.lock_wait, owners_lock_wait);
    co_await engine_work::with_lock(owners, options, work);
}

net::awaitable<exit_code> with_stage_and_lock(const context& ctx, std::unique_ptr<stage> on,
                                              std::string purpose, run_under_lock run) {
    exit_code code = exit_code::failed;
    const auto work = [&](engine_work::deploy_lock& lock) -> net::awaitable<void> {
        if (looks_again(lock)) on = co_await find_stage(ctx);
        run_locks locks(lock);
        const auto go_on = [&](bool waited) -> net::awaitable<void> {
            if (waited) on = co_await find_stage(ctx);
            code = co_await run(*on, locks);
        };
        co_await with_owners_lock(ctx, on->found(), purpose, locks, go_on);
    };
    engine_work::lock_options options;
    options.image = on->proxy().container().image_id;
    options.purpose = purpose;
    options.wait = ctx.settings.lock_wait;
    co_await engine_work::with_lock(ctx.work, options, work);
    co_return code;
}

net::awaitable<exit_code> with_proxy_and_lock(const context& ctx, std::string purpose,
                                              run_under_lock run) {
    auto found = co_await find_stage(ctx);
    co_return co_await with_stage_and_lock(ctx, std::move(found), std::move(purpose),
                                           std::move(run));
}

}  // namespace rollout::blue_green
