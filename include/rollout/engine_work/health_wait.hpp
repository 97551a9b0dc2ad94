#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/engine_work/health_rule.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rollout::engine_work {

struct health_options {
    health_options() = default;
    /// Also run the container's own healthcheck by exec from the start, with a short back-off:
    /// the engine's first probe only comes after a whole interval.
    bool eager_probe = true;
    std::optional<std::chrono::milliseconds> limit;  ///< absent = from the healthcheck
    /// In place of `limit` where `until` is `completed`; absent = a job takes as long as it takes.
    std::optional<std::chrono::milliseconds> completion_limit;
    /// The container was created just now: any restart is a failure.
    bool fresh = true;
    /// How long a container without a healthcheck must run to count as serving.
    std::chrono::milliseconds settle{5'000};
    plan::wait_for until = plan::wait_for::serving;
};

struct health_result {
    bool healthy = false;
    std::string text;  ///< by which witness it is healthy, or why it is not
    /// Not healthy: what its healthcheck said last when run by exec; empty when it was not.
    std::vector<std::string> details{};
};

/// Waits until a started container is healthy: subscribes to its events, inspects it, and then
/// waits for the first of an event, a slow poll and the eager probe, until `until` is the case.
/// Ends at once when the container is unhealthy, exits (unless that is waited for) or restarts.
/// Throws engine_api::error when the engine fails.
boost::asio::awaitable<health_result> wait_healthy(engine_api::client& engine,
                                                   std::string container, health_options options);

}  // namespace rollout::engine_work
