#pragma once

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace rollout::engine_work {

/// Runs both side by side, each to its end whatever becomes of the other; then throws what `one`
/// threw, or else what `other` did. Cancellation reaches both, and counts as one that has ended its
/// wait (engine_api::take_cancellation).
boost::asio::awaitable<void> together(boost::asio::awaitable<void> one,
                                      boost::asio::awaitable<void> other);

/// The same for any number.
boost::asio::awaitable<void> all_together(std::vector<boost::asio::awaitable<void>> all);

}  // namespace rollout::engine_work
