#pragma once

#include "look.hpp"

#include <string>

namespace rollout::blue_green {

/// Why nobody can tell from the file which containers users are on: the record knows them as those
/// of other services than the file names for that color, a container of somebody else has their
/// name, or one of them is paused, which says nothing about how it is. A run that went on would
/// take a version that serves for one that is down, or an answer for one that it is not. Empty =
/// nothing stands against a decision.
[[nodiscard]] std::string obstacle(const sight& seen, const settings& s);

/// The same for `up` before it begins, which mends the rest.
[[nodiscard]] std::string obstacle_to_up(const sight& seen, const settings& s);

/// The same for a run that moves users, which needs a way back: the file names a service of the
/// live color that has no container, beside others that serve.
[[nodiscard]] std::string obstacle_to_a_move(const sight& seen, const settings& s);

/// Whether all containers that the record knows users on, and that are there, run; false when there
/// are none.
[[nodiscard]] bool recorded_live_runs(const sight& seen);

/// Throws `failure` (failed) for either.
void refuse_obstacle(const std::string& obstacle);

}  // namespace rollout::blue_green
