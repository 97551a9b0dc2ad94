#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

struct deploy_request {
    deploy_request() = default;
    /// End once the new version has passed its preview; `promote` moves users to it.
    bool hold = false;
};

/// Replaces the live version by the idle color, made anew (docs/deploy.md has the steps), unless
/// `refuse_what_check_finds` throws. Returns `done`, `rolled_back` or, for a rollback that a signal
/// brought about, `interrupted` or `terminated`; throws `failure` with any other exit code, or
/// engine_api::error when the engine failed before anything was begun. A signal before the new
/// version has passed its smoke test, and those of `with` have followed, takes everything back; one
/// after that ends the drain.
boost::asio::awaitable<engine_work::exit_code> deploy(const context& ctx, deploy_request request);

/// Reports what `deploy` would do, as the same events that it reports before it acts. Only GET and
/// HEAD requests. Throws as `deploy`.
boost::asio::awaitable<void> print_plan(const context& ctx, deploy_request request);

/// Moves users back to the version that they were on before, if its containers are there: started
/// as they are, asked, and made live as by `deploy`. Returns and throws as `deploy`.
boost::asio::awaitable<engine_work::exit_code> rollback(const context& ctx);

/// Makes the version live that `deploy` held. Returns and throws as `deploy`.
boost::asio::awaitable<engine_work::exit_code> promote(const context& ctx);

/// Makes sure that nginx serves the live color, that the snippets name it and that the record says
/// so, whatever a run that did not finish has left. Changes no container of a color. Throws as
/// `deploy`.
boost::asio::awaitable<engine_work::exit_code> recover(const context& ctx);

}  // namespace rollout::blue_green
