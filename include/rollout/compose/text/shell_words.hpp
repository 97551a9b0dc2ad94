#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rollout::compose {

/// Splits a command line as compose does: at blanks, with '...', "..." and backslashes; nothing is
/// expanded, and everything from an unquoted ; & | < or > on is dropped. Throws `invalid_value`
/// when quotes or parentheses do not match.
std::vector<std::string> split_shell_words(std::string_view text);

/// Whether that drops a part of `text`, which only a shell would know what to do with.
bool needs_shell(std::string_view text);

/// A text that splits into these words; those that need no quotes have none.
std::string quoted_words(const std::vector<std::string>& words);

}  // namespace rollout::compose
