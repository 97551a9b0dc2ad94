#pragma once

#include <rollout/blue_green/settings_table.hpp>
#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::blue_green {

/// A string, a number or a boolean as a variable would have it. Throws compose::error, which names
/// `path`, for anything else.
[[nodiscard]] std::string scalar_text(const compose::node& n, const std::string& path);

/// The value of a setting in the file as its variable would have it: the items of a list joined,
/// the words of a command quoted. Throws as `scalar_text`.
[[nodiscard]] std::string setting_text(const setting_row& row, const compose::node& value,
                                       const std::string& path);

/// A path of the file, which starts at `folder` unless it is absolute.
[[nodiscard]] std::string absolute_path(const std::string& folder, const std::string& path);

}  // namespace rollout::blue_green
