#pragma once

#include <rollout/engine_work/journal.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace rollout::engine_work {

/// What runs have left on the engine.
struct traces {
    bool locked = false;  ///< a run is under way, or one was cut off
    std::optional<journal_page> journal;
};

/// One GET request. Throws engine_api::error.
boost::asio::awaitable<traces> read_traces(engine_api::client& engine, std::string project);

}  // namespace rollout::engine_work
