#include <engine_api/error.hpp>
#include <rollout/deploy/cutover.hpp>
#include <rollout/deploy/files.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/strategy/snippet.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds generation_limit = 10s;

struct attempt {
    bool reload_asked = false;
    bool ok = false;
    std::set<int> old_generation;
    std::string problem;
    std::vector<std::string> details;
};

net::awaitable<void> check_read_back(proxy& nginx, const strategy::settings& s,
                                     std::string expected) {
    const auto seen = co_await nginx.read_snippet();
    if (seen && seen->text == expected) co_return;
    throw failure(exit_code::failed,
                  "the proxy does not see the snippet that was written to " + s.snippet +
                      "; is that directory the one that it mounts, on the engine's own host?");
}

net::awaitable<void> try_to_move(const context& ctx, proxy& nginx, std::string text, attempt& a) {
    replace_file(ctx.settings.snippet, text);
    co_await check_read_back(nginx, ctx.settings, text);
    co_await nginx.test();
    a.reload_asked = true;
    a.old_generation = co_await nginx.reload(generation_limit);
    a.ok = true;
}

net::awaitable<attempt> move(const context& ctx, proxy& nginx, std::string text) {
    attempt a;
    try {
        co_await try_to_move(ctx, nginx, text, a);
    } catch (const failure& e) {
        a.problem = e.what();
        a.details = e.details();
    } catch (const std::exception& e) {
        a.problem = e.what();
    }
    co_return a;
}

}  // namespace

net::awaitable<cutover_result> cutover(const context& ctx, proxy& nginx, strategy::color to) {
    co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
    const auto old_text = read_file(ctx.settings.snippet)
                              .value_or(strategy::snippet_text(ctx.settings, strategy::other(to)));
    auto forward = co_await move(ctx, nginx, strategy::snippet_text(ctx.settings, to));

    cutover_result result;
    result.moved = forward.ok;
    result.old_generation = std::move(forward.old_generation);
    result.problem = std::move(forward.problem);
    result.details = std::move(forward.details);
    if (!forward.ok) {
        ctx.reporter.warning("cutover", "putting the old snippet back");
        if (forward.reload_asked) {
            // nginx may still act on the reload; only a later generation settles what it serves.
            const auto back = co_await move(ctx, nginx, old_text);
            result.old_confirmed = back.ok;
            if (!back.ok) result.details.push_back("putting it back: " + back.problem);
        } else {
            try {
                replace_file(ctx.settings.snippet, old_text);
            } catch (const std::exception& e) {
                result.old_confirmed = false;
                result.details.emplace_back(e.what());
            }
        }
    }
    co_await net::this_coro::reset_cancellation_state(net::enable_terminal_cancellation());
    co_return result;
}

}  // namespace rollout::deploy
