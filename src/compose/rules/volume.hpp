#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string>
#include <string_view>

namespace rollout::compose {

/// The long form of `[source:]target[:options]`; its values stand at `where`. The source of a bind
/// is as written, not yet absolute. Throws `invalid_value`.
node parse_volume(std::string_view text, const position& where);

/// The target of that form, as written. Throws `invalid_value`.
std::string volume_target(std::string_view text);

}  // namespace rollout::compose
