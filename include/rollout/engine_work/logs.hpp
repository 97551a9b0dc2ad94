#pragma once

#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>

namespace rollout::engine_work {

struct logs_options {
    logs_options() = default;
    std::set<std::string> services;  ///< empty = all that have containers
    bool follow = false;
    int tail = 100;  ///< lines of each container
};

/// Reports the last log lines of the services' containers, as `log_line` events; with `follow` it
/// ends only when all of them have ended. Throws std::invalid_argument for an unknown service.
boost::asio::awaitable<void> logs(const context& ctx, logs_options options);

}  // namespace rollout::engine_work
