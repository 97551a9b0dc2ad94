#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

/// A network or volume of the engine that is not as the project needs it.
struct resource_finding {
    bool fatal = false;  ///< nothing is to be made; otherwise it is used, and left to its owner
    bool swarm_may_bring_it = false;  ///< an external network that is missing
    std::string text;                 ///< with the remedy
};

/// The networks and volumes of `services`, as docker compose judges them: an external one must be
/// there; a network of the project's name must have been made for the same key of a file; one that
/// was made by others, or for another project, is a warning. No engine is asked for what `o` lacks.
[[nodiscard]] std::vector<resource_finding> check_resources(
    const compose::project& p, const observed& o, const std::vector<std::string>& services);

}  // namespace rollout::plan
