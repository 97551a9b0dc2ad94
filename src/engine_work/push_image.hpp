#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::engine_work {

/// Carries a `push_image` out, with the login for its registry, and reports what the engine says
/// about it as a whole. Throws `failure` (failed), or engine_api::error when it is cancelled.
boost::asio::awaitable<void> push_image(const context& ctx, const plan::operation& op);

}  // namespace rollout::engine_work
