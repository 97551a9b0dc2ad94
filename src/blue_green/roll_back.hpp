#pragma once

#include "deploy_plan.hpp"
#include "moved.hpp"
#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// The same cutover pointed the other way, to the text that served before; the record; the smoke
/// test of the old color; and the failed color stopped and kept. Not to be cancelled: run it under
/// `engine_work::protect`. Returns when the old color serves again, also when the failed one could
/// not be stopped then; throws `failure` (person_must_look) that says what is where otherwise.
boost::asio::awaitable<void> roll_back(const context& ctx, const deploy_plan& plan,
                                       const plan::observed& seen, proxy& nginx,
                                       const moved& forward);

}  // namespace rollout::blue_green
