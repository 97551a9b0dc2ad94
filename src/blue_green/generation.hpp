#pragma once

#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// The nginx workers of a container, as `top` with `ps_args=-o pid,ppid,args` shows them.
struct workers {
    std::set<int> active;         ///< accept connections
    std::set<int> shutting_down;  ///< accept no more; finish what they were serving
    std::set<int> starting;       ///< forked, and do not call themselves workers yet
};

/// Throws std::runtime_error when the columns are not the three asked for.
[[nodiscard]] workers parse_workers(const std::vector<std::string>& titles,
                                    const std::vector<std::vector<std::string>>& rows);

/// A reload asked for when `before` was seen has taken effect: there are new workers, all that the
/// master made, and none of the old ones accepts connections any more.
[[nodiscard]] bool has_moved(const workers& before, const workers& now);

/// None of `old_generation` is left.
[[nodiscard]] bool has_drained(const std::set<int>& old_generation, const workers& now);

}  // namespace rollout::blue_green
