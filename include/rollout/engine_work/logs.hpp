#pragma once

#include <engine_api/containers.hpp>
#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <set>
#include <string>

namespace rollout::engine_work {

struct logs_options {
    logs_options() = default;
    std::set<std::string> services;  ///< empty = all that have containers
    bool follow = false;
    int tail = 100;  ///< lines of each container
};

using log_line_taker = std::function<void(std::string line)>;

/// Hands each line of a container's log to `take`, without its end. `until` limits all of it; with
/// `wanted.follow` it ends when the container does. Throws engine_api::error, also for a log that
/// the engine cannot read back.
boost::asio::awaitable<void> read_log(engine_api::client& engine, std::string container,
                                      engine_api::logs_options wanted, log_line_taker take,
                                      engine_api::deadline until = {});

/// Reports the last log lines of the services' containers, as `log_line` events; with `follow` it
/// ends only when all of them have ended. Throws std::invalid_argument for an unknown service.
boost::asio::awaitable<void> logs(const context& ctx, logs_options options);

}  // namespace rollout::engine_work
