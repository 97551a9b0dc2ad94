#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/blue_green/color.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// The end of a run that had something to change.
struct history_entry {
    std::int64_t at = 0;  ///< its end, in seconds since 1970
    std::string who;      ///< `user@host`
    std::string what;     ///< the command
    color from = color::blue;
    color to = color::green;
    std::string image_id;  ///< of `to`; empty = nothing was made
    std::string result;    ///< `live`, `failed`, `rolled back`, `held`, `a person must look`
    std::int64_t took_ms = 0;

    friend bool operator==(const history_entry&, const history_entry&) = default;
};

/// What the engine remembers of a project's runs, oldest first; the last twenty. Only GET requests.
/// Throws engine_api::error.
boost::asio::awaitable<std::vector<history_entry>> read_history(engine_api::client& engine,
                                                                std::string project);

}  // namespace rollout::blue_green
