#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::engine_work {

/// Carries out `build_image`, with the output of the engine's builder as events. Throws
/// engine_api::error when the build fails, compose::error when there is no Dockerfile.
boost::asio::awaitable<void> build_image(const context& ctx, const plan::operation& op);

/// Carries out `pull_image`. Throws `failure` (failed) with the engine's words.
boost::asio::awaitable<void> pull_image(const context& ctx, const plan::operation& op);

}  // namespace rollout::engine_work
