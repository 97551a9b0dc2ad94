#pragma once

#include <rollout/compose/tree/node.hpp>

#include <optional>
#include <string>

namespace rollout::compose {

/// A scalar as compose writes it where a string is wanted (Go's formatting): `true`, `8`, `1.5`,
/// `1e+06`, `+Inf`. Absent for null, timestamps and containers.
std::optional<std::string> scalar_text(const node& n);

/// A floating-point number in Go's shortest form that reads back as the same number.
std::string go_float_text(double value);

}  // namespace rollout::compose
