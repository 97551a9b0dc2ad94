#pragma once

#include "look.hpp"

#include <string>

namespace rollout::blue_green {

/// Why nobody can tell from the file which containers users are on: the record knows them as those
/// of other services than the file names for that color, the proxy runs more than once, or a live
/// container is paused, which says nothing about how it is. A run that went on would take a version
/// that serves for one that is down. Empty = nothing stands against a decision.
[[nodiscard]] std::string obstacle(const sight& seen, const settings& s);

/// The same for `up` before it begins, which ends a further proxy.
[[nodiscard]] std::string obstacle_to_up(const sight& seen, const settings& s);

/// Why users must not be led to a color: a container of somebody else has the name of one of its
/// services, and would be asked in its place.
[[nodiscard]] std::string obstacle_to_a_move(const sight& seen, const settings& s, color to);

/// That the file names a service of the live color that has no container, beside others that serve:
/// a deploy would count the color as down, and have no way back. Empty = there is none.
[[nodiscard]] std::string gap_in_live(const sight& seen, const settings& s);

/// What of all this is there, for `status`.
[[nodiscard]] std::string trouble(const sight& seen, const settings& s, color live);

/// Whether all containers that the record knows users on, and that are there, run; false when there
/// are none.
[[nodiscard]] bool recorded_live_runs(const sight& seen);

/// Throws `failure` (failed) for either.
void refuse_obstacle(const std::string& obstacle);

}  // namespace rollout::blue_green
