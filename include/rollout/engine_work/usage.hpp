#pragma once

#include <engine_api/streams.hpp>
#include <rollout/engine_work/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace rollout::engine_work {

/// What a container uses now.
struct container_usage {
    plan::observed_container container;
    engine_api::container_stats stats;  ///< zeros for one that does not run
};

/// Asks for all side by side, which takes two seconds. One that is gone by then is left out. Only
/// GET requests.
boost::asio::awaitable<std::vector<container_usage>> measure_usage(
    const context& ctx, std::vector<plan::observed_container> containers);

}  // namespace rollout::engine_work
