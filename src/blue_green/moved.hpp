#pragma once

#include <set>
#include <string>

namespace rollout::blue_green {

/// What a cutover that worked out leaves behind.
struct moved {
    std::string way_back;          ///< the snippet that the old color is served by
    std::set<int> old_generation;  ///< the workers that are to drain
    bool recorded = false;         ///< the record names the new color
};

}  // namespace rollout::blue_green
