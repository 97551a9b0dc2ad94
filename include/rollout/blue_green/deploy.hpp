#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// Replaces the live version by the idle color, made anew (docs/deploy.md has the steps), unless
/// `refuse_what_check_finds` throws. Returns `done`, `rolled_back` or, for a rollback that a signal
/// brought about, `interrupted` or
/// `terminated`; throws `failure` with any other exit code, or engine_api::error when the engine
/// failed before anything changed for users. When the coroutine is cancelled before the cutover it
/// removes what it made; after it, it rolls back unless the new version has passed its smoke test
/// already.
boost::asio::awaitable<engine_work::exit_code> deploy(const context& ctx);

/// Reports what `deploy` would do, as the same events that it reports before it acts. Only GET
/// requests. Throws as `deploy`.
boost::asio::awaitable<void> print_plan(const context& ctx);

}  // namespace rollout::blue_green
