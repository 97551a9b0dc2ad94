#pragma once

#include <string>
#include <string_view>

namespace rollout::compose {

/// Replaces the escapes of a double-quoted value in a dotenv file. `\$` becomes `$$`, which
/// interpolation turns into `$`.
std::string unescape(std::string_view text);

}  // namespace rollout::compose
