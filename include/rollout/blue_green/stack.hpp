#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/manage.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::blue_green {

/// engine_work::up for a project with colors: the live color starts before the proxy, and the
/// snippet names it by then. Neither color is made anew or ended while it runs, and a proxy that
/// runs is only made anew when it is named, or `with_proxy` says so: nobody is served meanwhile.
/// Waits for what it started.
boost::asio::awaitable<void> up(const context& ctx, engine_work::up_options options,
                                bool with_proxy = false);

/// engine_work::down, after which snippet and record are as before the first deploy.
boost::asio::awaitable<void> down(const context& ctx, engine_work::down_options options);

/// engine_work::manage for a project with colors, under its lock. What would end what serves users
/// is refused unless its services are named or `with_live` says so, and then told; a removal
/// without names leaves colors and proxy alone, as the way back needs them. A start is an `up` that
/// makes nothing anew; after a restart nginx is made sure to serve the live color where that is by
/// now.
boost::asio::awaitable<void> manage(const context& ctx, engine_work::manage_options options,
                                    bool with_live);

/// How a stack with colors is, in one word.
enum class stack_health {
    healthy,
    degraded,  ///< users are served, and something is to be done
    broken,    ///< users are not served, as far as can be seen
};

[[nodiscard]] constexpr std::string_view to_string(stack_health h) {
    switch (h) {
        case stack_health::healthy: return "healthy";
        case stack_health::degraded: return "degraded";
        case stack_health::broken: return "broken";
    }
    return "";
}

/// What is known about the live color.
struct live_status {
    bool proxy_running = false;       ///< false: only the record is known
    color live = color::blue;         ///< the color that the next deploy takes as live
    bool live_running = false;        ///< all its containers run
    bool live_healthy = false;        ///< and none is unhealthy
    std::optional<color> recorded;    ///< absent: no record, in the engine or here
    std::optional<color> in_snippet;  ///< absent: it names neither color
    std::string finding;  ///< what is not as it should be about what nginx serves; empty = nothing
    /// What else is not, and what a run cannot mend by itself; empty = nothing.
    std::string trouble;
    std::string lock;              ///< who is at work, or was until it died; empty = nobody
    bool unfinished = false;       ///< that run is dead
    std::optional<color> waiting;  ///< for `promote`
    std::string url;               ///< the smoke test's; empty = there is none
    std::string answer;            ///< what that was answered just now
    bool answered = true;  ///< as expected of it; also when there was nobody to ask from here
};

/// Broken: proxy or live color do not run, or the URL is not answered as expected. Degraded: what
/// nginx serves is not proved or not what it should be, a run did not finish, or the live color is
/// not healthy.
[[nodiscard]] stack_health health_of(const live_status& s);

/// Asks the engine, the proxy's workers and the URL of the smoke test; `containers` are the
/// project's. Only GET requests.
boost::asio::awaitable<live_status> look_at_live(const context& ctx,
                                                 std::vector<plan::observed_container> containers);

/// The color that the next deploy takes as live, `live_status::live`, without what else
/// `look_at_live` asks. Only GET requests.
boost::asio::awaitable<color> live_color(const context& ctx,
                                         std::vector<plan::observed_container> containers);

}  // namespace rollout::blue_green
