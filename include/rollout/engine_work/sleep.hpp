#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace rollout::engine_work {

boost::asio::awaitable<void> sleep_for(std::chrono::nanoseconds duration);

}  // namespace rollout::engine_work
