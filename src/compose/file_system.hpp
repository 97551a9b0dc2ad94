#pragma once

#include <rollout/compose/node.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace rollout::compose {

// All that reading a project touches of the disk.

/// No file of a project may be larger.
inline constexpr std::size_t max_file_bytes = 32U << 20U;

/// A file's text. Throws `error` at `where` naming the path when it cannot be read.
std::string read_file(const std::string& path, const position& where = {});

bool file_exists(const std::string& path);
bool is_regular_file(const std::string& path);
bool is_folder(const std::string& path);

/// `path` without symbolic links; absent when it leads nowhere.
std::optional<std::string> real_path(const std::string& path);

/// `path` with its first symbolic link replaced by what that leads to.
std::string without_link(const std::string& path);

}  // namespace rollout::compose
