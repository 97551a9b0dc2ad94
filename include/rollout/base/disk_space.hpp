#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace rollout::base {

/// What this process may still write to the disk of `path`, or of the nearest folder above it that
/// is there; nullopt when that cannot be told.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::string& path);

}  // namespace rollout::base
