#pragma once

#include <string>
#include <string_view>

namespace rollout::plan {

/// Lower-case hex of the SHA-256 digest.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace rollout::plan
