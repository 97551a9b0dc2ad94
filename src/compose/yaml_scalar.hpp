#pragma once

#include <rollout/compose/node.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rollout::compose {

/// The value of a plain YAML scalar, typed by the rules of go-yaml v3 (the parser behind docker
/// compose): YAML 1.2 booleans and nulls, integers with base prefixes (`010` is octal) and `_`
/// between digits, dates as timestamps, everything else a string.
node::value_type plain_scalar_value(const std::string& text);

/// A scalar as compose writes it where a string is wanted (Go's formatting): `true`, `8`, `1.5`,
/// `1e+06`, `+Inf`. Absent for null, timestamps and containers.
std::optional<std::string> scalar_text(const node& n);

/// A floating-point number in Go's shortest form that reads back as the same number.
std::string go_float_text(double value);

}  // namespace rollout::compose
