#pragma once

#include "run_locks.hpp"
#include "runner.hpp"
#include "stage.hpp"

#include <rollout/blue_green/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace rollout::blue_green {

/// What the locks tell of the run before.
[[nodiscard]] known_before known_from(const run_locks& locks);

/// Looks at a stack whose proxy runs, decides which color is live, and tells the user what is not
/// as it should be about that. `stack` is what was observed of it: the containers at least, and for
/// a plan that makes something all of it. Throws engine_api::error, and `failure` (failed) when a
/// file that a run may write holds what no run has written, or for an `obstacle`.
boost::asio::awaitable<beginning> begin(const context& ctx, proxy& nginx, plan::observed stack,
                                        known_before known);

/// The same for a run, which settles what an update that was killed has left. Needs the lock.
boost::asio::awaitable<beginning> begin_run(const context& ctx, proxy& nginx, plan::observed stack,
                                            known_before known);

/// A run, given the locks under which it is to happen.
using run_under_lock =
    std::function<boost::asio::awaitable<engine_work::exit_code>(stage&, run_locks&)>;

/// Told whether another one held the lock first.
using under_owners_lock = std::function<boost::asio::awaitable<void>(bool)>;

/// Behind a proxy of another project, runs `go_on` under that project's lock, which is waited for
/// and added to `locks`: the workers that a reload is seen by must be its own. Throws as
/// `with_lock` and `go_on`.
boost::asio::awaitable<void> with_owners_lock(const context& ctx, found_proxy found,
                                              std::string purpose, run_locks& locks,
                                              under_owners_lock go_on);

/// Takes the project's lock for `purpose` and runs `run` under it. Throws as `find_stage`,
/// `with_lock` and `run` do.
boost::asio::awaitable<engine_work::exit_code> with_stage_and_lock(const context& ctx,
                                                                   std::unique_ptr<stage> on,
                                                                   std::string purpose,
                                                                   run_under_lock run);

/// The same on the stage that `find_stage` finds.
boost::asio::awaitable<engine_work::exit_code> with_proxy_and_lock(const context& ctx,
                                                                   std::string purpose,
                                                                   run_under_lock run);

}  // namespace rollout::blue_green
