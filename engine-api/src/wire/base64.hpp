#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engine_api::wire {

/// RFC 4648, section 5 (`-` and `_`), with padding: what the engine's headers want.
[[nodiscard]] std::string base64url(std::string_view bytes);

/// RFC 4648, section 4 (`+` and `/`), with padding: what docker configs have.
[[nodiscard]] std::string base64(std::string_view bytes);

/// Reads either alphabet, with or without padding; nullopt for anything else.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace engine_api::wire
