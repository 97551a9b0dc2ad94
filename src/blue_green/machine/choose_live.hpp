#pragma once

#include "machine.hpp"

#include <optional>
#include <string>

namespace rollout::blue_green::machine {

/// Beside the situation, what a run knows before its first step.
struct hints {
    std::optional<color> recorded;  ///< the engine's record, else the local file; absent = neither
    std::optional<color> written;   ///< the snippets, also while a preview route is open
    /// An earlier run was killed: it wrote the snippets last, and only for what may serve.
    bool unfinished = false;
};

/// The color that a run takes as live and makes nginx serve before anything else.
///
/// What nginx is proved to serve, when it runs. Else, after an unfinished run, the color of the
/// snippets if it is healthy. Else what record and snippets agree on, when it runs.
/// Else the first of the recorded color, that of the snippets, and the other one: that is healthy
/// and known to have served users, that runs and is known so, that is healthy, that runs. When
/// nothing runs: the recorded color, or that of the snippets, or blue.
[[nodiscard]] color choose_live(const situation& s, const hints& h);

/// What is not as it should be about what nginx serves, for the user; empty = nothing. `live` is
/// what `choose_live` said. That it does not run is another matter.
[[nodiscard]] std::string finding(const situation& s, const hints& h, color live);

}  // namespace rollout::blue_green::machine
