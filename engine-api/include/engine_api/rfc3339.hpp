#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace engine_api {

/// `2026-11-24T22:10:45.758836087Z`, or with the distance from UTC, as `+01:00`, in place of `Z`;
/// nullopt for anything else, the
/// year 1 among it, which is Go's way to say never. Digits beyond the nanosecond are dropped.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_rfc3339(
    std::string_view text);

}  // namespace engine_api
