#pragma once

#include "look.hpp"
#include "run_locks.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// Makes sure that nginx serves the live color, the snippets name it and the record says so; no
/// container of a color is changed. `stack` has the containers that were observed. Throws as
/// `runner::run`.
boost::asio::awaitable<engine_work::exit_code> settle(const context& ctx, proxy& nginx,
                                                      run_locks& locks, plan::observed stack,
                                                      known_before known, const char* purpose);

}  // namespace rollout::blue_green
