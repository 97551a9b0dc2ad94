#pragma once

#include <cstddef>
#include <string_view>

namespace rollout::compose {

// White space in UTF-8 texts, as Go sees it.

/// Bytes of blanks within a line at the front of a text: space, tab, vertical tab, form feed,
/// carriage return, U+0085 and U+00A0.
std::size_t leading_blanks(std::string_view text);

/// Bytes of any Unicode white space at the front of a text.
std::size_t leading_white(std::string_view text);

/// Takes any Unicode white space off the end of a text.
void trim_right(std::string_view& text);

}  // namespace rollout::compose
