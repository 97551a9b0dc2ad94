#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rollout::compose {

/// The bytes behind a base64 text, in which blanks may stand; absent when it is none.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace rollout::compose
