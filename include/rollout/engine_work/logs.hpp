#pragma once

#include <engine_api/containers.hpp>
#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/events.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace rollout::engine_work {

using log_line_taker = std::function<void(std::string line)>;

/// Hands each line of a container's log to `take`, without its end. `until` limits all of it; with
/// `wanted.follow` it ends when the container does. Throws engine_api::error, also for a log that
/// the engine cannot read back.
boost::asio::awaitable<void> read_log(engine_api::client& engine, std::string container,
                                      engine_api::logs_options wanted, log_line_taker take,
                                      engine_api::deadline until = {});

struct log_entry {
    std::string container;
    std::string service;
    std::string time;  ///< RFC 3339 with nanoseconds; empty unless it was asked for
    std::string line;
};

/// Who takes what the logs say, while it is read; must not throw.
struct log_reader {
    log_reader() = default;
    /// Told the containers before their first line, so that lines can be lined up.
    std::function<void(const std::string& container)> found;
    std::function<void(const log_entry&)> line;
    /// With `follow`: a container has ended; absent = nobody cares.
    std::function<void(const container_ended&)> ended;
};

struct logs_options {
    logs_options() = default;
    std::set<std::string> services;  ///< empty = all that have containers
    std::set<std::string> silent;    ///< with `follow`: those of which only the ends are told
    int index = 0;                   ///< only the container of that number; 0 = all
    bool follow = false;
    std::optional<int> tail;                        ///< last lines of each container; absent = all
    std::optional<std::chrono::nanoseconds> since;  ///< 1970; absent = from the beginning
    std::optional<std::chrono::nanoseconds> until;  ///< absent = to the end
    bool times = false;                             ///< entries say when they were written
};

/// Reads the logs of the services' containers, those of one-offs not. Without `follow` the lines of
/// all come in the order of time. With it they come as they are written, also of containers that
/// are started again, or made meanwhile, and it ends when all have ended. A log that the engine
/// cannot read back is a warning. Throws engine_api::error, `failure`, or std::invalid_argument for
/// an unknown service.
boost::asio::awaitable<void> read_logs(const context& ctx, logs_options options, log_reader to);

}  // namespace rollout::engine_work
