#pragma once

#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace rollout::engine_work {

/// Removes a project's containers and networks; `behind`, when it is there, is called when they are
/// gone, while the lock is still held. Reports whether there was anything. Throws `failure` or
/// engine_api::error.
boost::asio::awaitable<void> down(const context& ctx, std::function<void()> behind);

}  // namespace rollout::engine_work
