#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rollout::compose {

// Numbers in texts, read as Go's strconv does; the messages of `invalid_value` are its messages.

/// A decimal integer with an optional sign. `function` is what the message names.
std::int64_t parse_integer(std::string_view text, const char* function = "ParseInt");

/// Octal digits with an optional sign.
std::int64_t parse_octal(std::string_view text);

double parse_float(std::string_view text);
float parse_float32(std::string_view text);

/// The double with the same shortest text.
double widened(float value);

}  // namespace rollout::compose
