#pragma once

#include <rollout/blue_green/color.hpp>

#include <optional>
#include <string>

namespace rollout::blue_green {

/// What the engine says about a color's container.
enum class condition {
    down,     ///< absent or not running
    running,  ///< its healthcheck fails, or has not passed yet
    healthy,  ///< its healthcheck passes, or it has none
};

/// What can be seen before a deploy about which color is live. Neither file proves what nginx has
/// loaded; they must agree, and the snippet must not be newer than the workers.
struct witnesses {
    std::optional<color> recorded;  ///< absent: there is no record, or it names no color
    std::optional<color> written;   ///< the snippet as the proxy sees it; absent = neither color
    bool snippet_newer = false;     ///< changed after the running workers had started
    condition blue = condition::down;
    condition green = condition::down;

    [[nodiscard]] condition of(color c) const { return c == color::blue ? blue : green; }
};

/// Which color is to be taken as live, and what must be done to make that so beyond doubt.
struct verdict {
    color live = color::blue;
    bool write_record = false;
    bool reload = false;  ///< and see the new generation, before anything else is touched
    std::string finding;  ///< for the user; empty = all witnesses agree
};

/// There is no record, and nginx has loaded what the snippet says: that color, if it runs.
/// Nothing contradicts the record: that color, as long as it runs, else the other one if that runs.
/// Record and snippet disagree: the recorded color if it is healthy, else the one in the snippet if
/// that is, else the other one; when none is healthy, the first of them that runs.
[[nodiscard]] verdict judge(const witnesses& w);

}  // namespace rollout::blue_green
