#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/blue_green/color.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// The end of a run that had something to change, or what the next one found of it.
struct history_entry {
    std::int64_t at = 0;  ///< its end, in seconds since 1970; of one that did not end its begin
    std::string who;      ///< `user@host`
    std::string what;     ///< the command
    color from = color::blue;
    color to = color::green;  ///< of one that did not end, as `from`, what was found live
    std::string image_id;     ///< of `to`; empty = nothing was made
    /// `live`, `failed`, `rolled back`, `held`, `a person must look`, `did not end`.
    std::string result;
    std::int64_t took_ms = 0;
    std::map<std::string, std::int64_t> steps_ms;  ///< all tries of a step together
    std::optional<std::int64_t> lost;  ///< of the requests of `--measure`; absent = none were sent

    friend bool operator==(const history_entry&, const history_entry&) = default;
};

/// What the engine remembers of a project's runs, oldest first; the last twenty. Only GET requests.
/// Throws engine_api::error.
boost::asio::awaitable<std::vector<history_entry>> read_history(engine_api::client& engine,
                                                                std::string project);

}  // namespace rollout::blue_green
