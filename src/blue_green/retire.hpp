#pragma once

#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/untouchable.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <set>

namespace rollout::blue_green {

/// A color that has lost its traffic, and how it is to end.
struct retiring {
    retiring() = default;
    blue_green::color color = blue_green::color::blue;
    retire how = retire::keep;
    std::set<int> generation;  ///< the workers that may still serve it
    std::chrono::milliseconds drain_limit{0};
};

/// Waits until the last request to the color is served, then stops or removes it. `live` are the
/// containers that serve now. Throws engine_api::error, and `failure` when it would touch those.
boost::asio::awaitable<void> retire_color(const context& ctx, proxy& nginx, retiring what,
                                          plan::untouchable live);

}  // namespace rollout::blue_green
