#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace rollout::deploy {

boost::asio::awaitable<void> sleep_for(std::chrono::nanoseconds duration);

}  // namespace rollout::deploy
