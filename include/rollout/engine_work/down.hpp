#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/take_down.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>

namespace rollout::engine_work {

struct down_options {
    down_options() = default;
    std::chrono::milliseconds lock_wait{0};  ///< for a lock that another one holds
    plan::take_down_options what;
    std::optional<int> stop_seconds;  ///< for what is stopped; absent = its own
    /// Run before anything is removed; absent = nothing to look at. As `behind` under the lock,
    /// unless there is no container of the project.
    std::function<boost::asio::awaitable<void>()> before;
    /// Run when all is gone, while the lock is still held; absent = nothing more to do.
    std::function<boost::asio::awaitable<void>()> behind;
};

/// Removes a project's containers and networks, or what else `what` says. What is still in use by
/// somebody else stays, and is told. Reports whether there was anything. Throws
/// `failure` or engine_api::error.
boost::asio::awaitable<void> down(const context& ctx, down_options options);

}  // namespace rollout::engine_work
