#pragma once

#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>

namespace rollout::engine_work {

/// Builds the images of `services`, of all that have a build section when empty. Throws
/// std::invalid_argument for an unknown service, engine_api::error when a build fails.
boost::asio::awaitable<void> build(const context& ctx, std::set<std::string> services);

}  // namespace rollout::engine_work
