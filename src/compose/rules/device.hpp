#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string>

namespace rollout::compose {

/// The long form of `source[:target[:permissions]]`; its values stand at `where`. Throws
/// `invalid_value`, unless `lenient`.
node parse_device(const std::string& text, const position& where, bool lenient);

}  // namespace rollout::compose
