#pragma once

#include <rollout/compose/text/interpolate.hpp>
#include <rollout/compose/text/warnings.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/node.hpp>

#include <string_view>

namespace rollout::compose {

/// `true`, `false`, and with a warning y, yes, on, n, no, off; any case. Throws `invalid_value`.
bool parse_bool(std::string_view text, warnings& notes);

/// Interpolates every string of a file, then turns those at the paths where compose wants a number
/// or a boolean into one. Throws `error`.
void interpolate_and_cast(node& root, interpolator& expand, warnings& notes);

}  // namespace rollout::compose
