#pragma once

#include <rollout/engine_work/logs.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <set>
#include <string>

namespace rollout::engine_work {

/// Which end of a container ends them all.
enum class abort_on {
    nothing,
    exit,
    failure,  ///< with another exit code than 0
};

struct attached_options {
    attached_options() = default;
    logs_options logs;               ///< `follow` is meant anyway
    std::set<std::string> services;  ///< that are stopped at the end; empty = all
    abort_on aborts = abort_on::nothing;
    std::string exit_code_from;       ///< a service; empty = whose end ended them all
    std::optional<int> stop_seconds;  ///< absent = their own
};

/// Stays with a stack that was brought up: hands its log lines out until all of it has ended, one
/// end ends the rest, or a signal comes; then what still runs of `services` is stopped, whatever
/// becomes of each, and killed at another signal. Returns the exit code of the container that is
/// meant, of a signal its own, else 0. Throws `failure` or engine_api::error.
boost::asio::awaitable<int> stay_attached(const context& ctx, attached_options options,
                                          log_reader to);

}  // namespace rollout::engine_work
