#pragma once

#include "deploy_plan.hpp"
#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/lock.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// Everything before the cutover: the image, room for the idle color, the idle color itself, made
/// by `idle` and healthy. What was made is removed when that does not work out or when a signal
/// asked to end; then it throws `failure` (failed) or engine_api::error. Cancellable.
boost::asio::awaitable<void> prepare(const context& ctx, const deploy_plan& plan, proxy& nginx,
                                     engine_work::executor& idle,
                                     const engine_work::deploy_lock& lock);

}  // namespace rollout::blue_green
