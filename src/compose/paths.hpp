#pragma once

#include <string>
#include <string_view>

namespace rollout::compose {

/// Shortest spelling of a path: no `.`, no inner `..`, no double or trailing slash.
std::string clean_path(std::string_view path);

/// `path` against the absolute folder `base`; `~` is `home` when that is known. A
/// Windows path with a drive is left as it is.
std::string absolute_path(std::string_view path, std::string_view base, std::string_view home = {});

}  // namespace rollout::compose
