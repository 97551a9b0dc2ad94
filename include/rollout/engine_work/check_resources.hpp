#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

/// Reports what `plan::check_resources` warns of for `services`, and throws `failure` (failed) with
/// all that is fatal. An external network that is missing is none on an engine of a swarm, which
/// may bring it. Only GET requests, and only then. Throws engine_api::error.
boost::asio::awaitable<void> refuse_unusable_resources(const context& ctx,
                                                       const plan::observed& seen,
                                                       std::vector<std::string> services);

}  // namespace rollout::engine_work
