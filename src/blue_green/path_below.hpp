#pragma once

#include <filesystem>
#include <optional>

namespace rollout::blue_green {

/// The way from a folder to a path in it, `.` for the folder itself; nullopt when the path leads
/// elsewhere. Both as they are written: nothing is looked up.
[[nodiscard]] inline std::optional<std::filesystem::path> path_below(
    const std::filesystem::path& folder, const std::filesystem::path& path) {
    auto inside = path.lexically_relative(folder);
    if (inside.empty() || inside.native().starts_with("..")) return std::nullopt;
    return inside;
}

}  // namespace rollout::blue_green
