#pragma once

#include <string_view>
#include <vector>

namespace rollout::compose {

/// The candidate that `word` is most likely a slip of; empty when none is near.
std::string_view near_miss(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace rollout::compose
