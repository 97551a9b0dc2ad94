#pragma once

#include "machine.hpp"

#include <vector>

namespace rollout::blue_green::machine {

/// The steps of a run in which nothing goes wrong: the same machine, asked about a world in which
/// every step does what it is to do.
[[nodiscard]] std::vector<action> foresee(situation s, progress p);

}  // namespace rollout::blue_green::machine
