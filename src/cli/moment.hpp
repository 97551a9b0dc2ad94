#pragma once

#include <chrono>
#include <string>

namespace rollout::cli {

/// The value of `--since` and `--until`: `10m` (before `now`), seconds since 1970 as
/// `1136073600.5`, `2026-01-02T03:04:05.000000006Z`, or without a zone, where it is local time,
/// down to `2026-01-02`. Times since 1970. Throws std::invalid_argument that names `flag`.
[[nodiscard]] std::chrono::nanoseconds parse_moment(const std::string& flag,
                                                    const std::string& text,
                                                    std::chrono::nanoseconds now);

}  // namespace rollout::cli
