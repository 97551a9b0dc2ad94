#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/one_off.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace rollout::engine_work {

struct one_off_options {
    one_off_options() = default;
    plan::one_off what;
    std::chrono::milliseconds limit{600'000};  ///< from its start to its end
};

/// Runs a command once, in a container of its own, and reports what it writes line by line. The
/// service's image must be on the engine. However it ends, the container and the networks that were
/// made for it are removed; volumes stay.
///
/// Throws `failure` (failed), with the last lines of the output, when the command cannot be
/// started, ends with another exit code than 0 or is not done within the limit, and
/// engine_api::error when the engine fails or the coroutine is cancelled. A command that still runs
/// then is stopped, with the service's signal and grace period, which no cancellation cuts short: a
/// caller whose command may be interrupted asks `ctx.interrupted` afterwards.
boost::asio::awaitable<void> run_one_off(const context& ctx, one_off_options options);

}  // namespace rollout::engine_work
