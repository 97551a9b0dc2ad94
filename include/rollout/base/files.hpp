#pragma once

#include <optional>
#include <string>

namespace rollout::base {

/// The whole file; nullopt when it is missing or cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path);

/// Replaces a file as a whole: temporary file in the same directory, fsync, rename, fsync of the
/// directory. A reader sees the old text or the new one. The mode of an existing file is kept;
/// missing directories are made. Throws std::runtime_error that names the path.
void replace_file(const std::string& path, const std::string& text);

/// False when there was none. Throws std::runtime_error that names the path.
bool remove_file(const std::string& path);

}  // namespace rollout::base
