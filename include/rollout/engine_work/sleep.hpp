#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace rollout::engine_work {

/// Throws boost::system::system_error with `operation_aborted` when the caller's coroutine is
/// cancelled, also when that was just before.
boost::asio::awaitable<void> sleep_for(std::chrono::nanoseconds duration);

}  // namespace rollout::engine_work
