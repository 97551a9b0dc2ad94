#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rollout::compose {

/// Splits a command line as compose does: at blanks, with '...', "..." and backslashes; nothing is
/// expanded, and everything from an unquoted ; & | < or > on is dropped. Throws `invalid_value`
/// when quotes or parentheses do not match.
std::vector<std::string> split_shell_words(std::string_view text);

}  // namespace rollout::compose
