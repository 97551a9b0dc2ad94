#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string>
#include <string_view>

namespace rollout::compose {

/// The value of a plain YAML scalar, typed by the rules of go-yaml v3 (the parser behind docker
/// compose): YAML 1.2 booleans and nulls, integers with base prefixes (`010` is octal) and `_`
/// between digits, dates as timestamps, everything else a string.
node::value_type plain_scalar_value(const std::string& text);

}  // namespace rollout::compose
