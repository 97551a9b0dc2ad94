#pragma once

#include <rollout/deploy/context.hpp>
#include <rollout/deploy/health_wait.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace rollout::deploy {

/// What becomes of the color that lost its traffic, once its last request is served.
enum class retire { keep, stop, remove };

struct deploy_options {
    deploy_options() = default;
    bool dry_run = false;  ///< stop after the plan; only GET requests are sent
    plan::image_options images;
    health_options health;
    std::chrono::milliseconds drain_limit{30'000};
    deploy::retire retire = deploy::retire::keep;
};

/// Replaces the live version by the idle color, made anew (docs/deploy.md has the steps). Returns
/// `live` or `rolled_back`; throws `failure` with any other exit code, or engine_api::error when
/// the engine failed before anything changed for users. When the coroutine is cancelled before
/// the cutover it removes what it made; after it, it rolls back unless the new version has passed
/// its smoke test already.
boost::asio::awaitable<exit_code> deploy(const context& ctx, deploy_options options);

}  // namespace rollout::deploy
