#pragma once

#include <chrono>
#include <string_view>

namespace rollout::compose {

/// `1m30s`, `500ms`, `1.5h`, `2d`, `0`: numbers with the units ns us µs ms s m h d w. Throws
/// `invalid_value`, also for more than about 292 years.
std::chrono::nanoseconds parse_duration(std::string_view text);

}  // namespace rollout::compose
