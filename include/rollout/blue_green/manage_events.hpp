#pragma once

#include <string>
#include <string_view>

/// What happens when containers of a project with colors are stopped or removed; see
/// engine_work/events.hpp for what an event is.
namespace rollout::blue_green {

/// A command was told to end containers that users are served by, and does.
struct serving_ends {
    static constexpr std::string_view name = "serving_ends";
    std::string command;     ///< `stop`, `restart`, `kill`, `pause`, `remove`
    std::string containers;  ///< their names
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("command", command);
        visit("containers", containers);
    }
};

/// A removal without names leaves the colors and the proxy.
struct colors_kept {
    static constexpr std::string_view name = "colors_kept";
    std::string containers;  ///< their names
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("containers", containers);
    }
};

}  // namespace rollout::blue_green
