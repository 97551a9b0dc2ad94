#pragma once

#include <string>
#include <string_view>

namespace rollout::compose {

/// Shortest spelling of a path: no `.`, no inner `..`, no double or trailing slash.
std::string clean_path(std::string_view path);

/// `path` against the folder `base`, clean.
std::string absolute_path(std::string_view path, std::string_view base);

/// A path of a file's value against the folder `base`, which may be relative: one that is absolute
/// already stays as it is written. With `windows` also one with a drive.
std::string resolved_path(std::string_view path, std::string_view base, bool windows = false);

/// A path in which `~` at the front is `home`.
std::string expanded_home(std::string_view path, std::string_view home);

/// The way from the absolute folder `base` to the absolute path `path`, both clean.
std::string relative_path(std::string_view path, std::string_view base);

/// The folder that a file lies in.
std::string folder_of(const std::string& path);

}  // namespace rollout::compose
