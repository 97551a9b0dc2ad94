#pragma once

#include <rollout/compose/project.hpp>

#include <string_view>

namespace rollout::compose {

/// The short form `[source:]target[:options]`. The source of a bind is as written, not yet
/// absolute. Throws `invalid_value`.
volume_mount parse_volume(std::string_view text);

}  // namespace rollout::compose
