#include "cutover.hpp"

#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/protect.hpp>

#include <chrono>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

/// How far one attempt to make nginx serve another snippet got.
struct attempt {
    bool ok = false;
    bool reload_asked = false;
    workers before;
    std::string problem;
    std::vector<std::string> details;
};

net::awaitable<void> check_read_back(proxy& nginx, const settings& s, std::string expected) {
    const auto seen = co_await nginx.read_snippet();
    if (seen && seen->text == expected) co_return;
    throw failure(exit_code::failed,
                  "the proxy does not see the snippet that was written to " + s.snippet +
                      "; is that directory the one that it mounts, on the engine's own host?");
}

/// How long a reload is waited for that has to come before anything else can be said.
std::chrono::milliseconds slow_reload(const settings& s) {
    constexpr int patience = 6;
    return s.reload_limit * patience;
}

net::awaitable<void> try_to_move(const context& ctx, proxy& nginx, std::string text,
                                 std::chrono::milliseconds limit, attempt& a) {
    ctx.files.replace(ctx.settings.snippet, text);
    co_await check_read_back(nginx, ctx.settings, text);
    co_await nginx.test(text);
    a.before = co_await nginx.workers();
    a.reload_asked = true;
    co_await nginx.reload();
    a.ok = co_await nginx.has_moved(a.before, limit);
    if (!a.ok)
        a.problem = "nginx took the reload but still serves with its old workers after " +
                    std::to_string(limit.count()) + " ms; its log says why";
}

net::awaitable<attempt> attempt_to_move(const context& ctx, proxy& nginx, std::string text,
                                        std::chrono::milliseconds limit) {
    attempt a;
    try {
        co_await try_to_move(ctx, nginx, text, limit, a);
    } catch (const failure& e) {
        a.problem = e.what();
        a.details = e.details();
    } catch (const std::exception& e) {
        a.problem = e.what();
    }
    co_return a;
}

/// A reload that was asked for and not seen may still come, and may have read the snippet before it
/// was put back. nginx takes one reload after the other: workers that follow on workers which were
/// seen with the old snippet in place can only have read that.
net::awaitable<bool> reloads_again_and_again(const context& ctx, proxy& nginx, std::string text,
                                             std::vector<std::string>& details) {
    constexpr int generations = 2;
    for (int i = 0; i < generations; ++i) {
        const auto back = co_await attempt_to_move(ctx, nginx, text, slow_reload(ctx.settings));
        if (back.ok) continue;
        details.push_back("putting the old snippet back: " + back.problem);
        co_return false;
    }
    co_return true;
}

/// Puts the old snippet back; true when nginx is known to serve it, and to go on doing so.
net::awaitable<bool> move_back(const context& ctx, proxy& nginx, std::string old_text,
                               const attempt& failed, std::vector<std::string>& details) {
    try {
        ctx.files.replace(ctx.settings.snippet, old_text);
    } catch (const std::exception& e) {
        details.emplace_back(e.what());
        co_return false;
    }
    if (!failed.reload_asked) co_return true;
    co_return co_await reloads_again_and_again(ctx, nginx, old_text, details);
}

net::awaitable<cutover_result> cut_over(const context& ctx, proxy& nginx, std::string text) {
    cutover_result result;
    // One that is missing was written by settling on the live color, before anything else.
    result.old_text = ctx.files.find(ctx.settings.snippet).value_or(text);
    const auto forward = co_await attempt_to_move(ctx, nginx, text, ctx.settings.reload_limit);

    result.moved = forward.ok;
    result.problem = forward.problem;
    result.details = forward.details;
    if (forward.ok) {
        result.old_generation = forward.before.active;
        result.old_generation.insert(forward.before.shutting_down.begin(),
                                     forward.before.shutting_down.end());
    } else {
        ctx.reporter.report(snippet_put_back{});
        result.old_confirmed =
            co_await move_back(ctx, nginx, result.old_text, forward, result.details);
    }
    co_return result;
}

}  // namespace

net::awaitable<cutover_result> cutover(const context& ctx, proxy& nginx, std::string text) {
    co_return co_await engine_work::protect(cut_over(ctx, nginx, std::move(text)));
}

}  // namespace rollout::blue_green
