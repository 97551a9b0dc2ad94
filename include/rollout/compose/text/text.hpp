#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rollout::compose {

/// The parts of a text; one more than it has separators.
std::vector<std::string> split(std::string_view text, char separator);
std::vector<std::string> split(std::string_view text, std::string_view separator);

inline bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

/// Each byte that is not part of valid UTF-8 becomes U+FFFD, as Go does.
std::string valid_utf8(std::string_view text);

}  // namespace rollout::compose
