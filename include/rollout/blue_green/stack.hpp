#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// engine_work::up for a project with colors: the live color starts before the proxy, and the
/// snippet names it by then.
boost::asio::awaitable<void> up(const context& ctx, engine_work::up_options options);

/// engine_work::down, after which snippet and record are as before the first deploy.
boost::asio::awaitable<void> down(const context& ctx);

/// What is known about the live color.
struct live_status {
    bool proxy_running = false;       ///< false: only the record is known
    color live = color::blue;         ///< the color that the next deploy takes as live
    bool live_running = false;        ///< its container runs
    std::optional<color> recorded;    ///< absent: no record
    std::optional<color> in_snippet;  ///< absent: it names neither color
    std::string finding;              ///< how the witnesses disagree; empty = they agree
};

/// Asks the witnesses; `containers` are the project's. Only GET requests.
boost::asio::awaitable<live_status> look_at_live(const context& ctx,
                                                 std::vector<plan::observed_container> containers);

}  // namespace rollout::blue_green
