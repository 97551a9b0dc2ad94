#pragma once

#include <string>
#include <string_view>

namespace rollout::cli {

/// Text that others wrote (a container's log, a builder, nginx, the engine) as it may reach a
/// terminal or a CI log: without escape sequences, carriage returns and other control characters
/// but the tab. Everything else stays byte for byte.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace rollout::cli
