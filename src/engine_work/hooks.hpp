#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::engine_work {

/// Runs these hooks in a container that has started. Throws `failure` (failed), with what the hook
/// said, for the first that does not end with exit code 0 within ten minutes; engine_api::error
/// when it is cancelled.
boost::asio::awaitable<void> run_post_start(const context& ctx, const std::string& container,
                                            const std::vector<compose::hook>& hooks);

/// Runs the hooks of a `stop_container` or `restart_container` in its container, which still runs.
/// One that fails or takes more than ten minutes is reported, and the next one runs. Throws
/// engine_api::error when it is cancelled.
boost::asio::awaitable<void> run_pre_stop(const context& ctx, const plan::operation& op);

}  // namespace rollout::engine_work
