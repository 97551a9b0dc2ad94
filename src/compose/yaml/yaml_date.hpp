#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rollout::compose {

/// Reads `2001-1-2`, `2001-01-02 3:4:5.6` or RFC 3339 with either case of `T`, and gives it back in
/// RFC 3339; absent when the text is no such date.
std::optional<std::string> rfc3339_of(std::string_view text);

}  // namespace rollout::compose
