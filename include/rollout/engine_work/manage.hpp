#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/plan/manage.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::engine_work {

struct manage_options {
    manage_options() = default;
    plan::manage_options what;
    std::optional<int> stop_seconds;  ///< for what is stopped; absent = its own
    health_options health;
    /// Asked with the names of the containers before anything is done; false = nothing is to be
    /// done. Absent = nobody is asked.
    std::function<bool(const std::vector<std::string>& containers)> confirm;
};

/// Throws `failure` unless `services`, which have no container to start, are none.
void refuse_missing_containers(const std::vector<std::string>& services);

/// The names of the containers that would be meant now.
boost::asio::awaitable<std::vector<std::string>> containers_meant(const context& ctx,
                                                                  plan::manage_options what);

/// Does it to each container that is meant, side by side and, but for a start, whatever becomes of
/// the others. That there is nothing to do is reported, and no failure. Throws `failure`,
/// engine_api::error, or std::invalid_argument for an unknown service.
boost::asio::awaitable<void> manage(const context& ctx, manage_options options);

/// Waits until the running containers of `services` (empty = all) have ended, with those of their
/// one-offs, and reports each end. Returns the exit code of the last. Throws `failure` when none
/// runs, engine_api::error, or std::invalid_argument for an unknown service.
boost::asio::awaitable<int> wait_for_ends(const context& ctx, std::set<std::string> services);

}  // namespace rollout::engine_work
