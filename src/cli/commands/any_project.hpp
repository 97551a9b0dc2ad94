#pragma once

#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <optional>

namespace rollout::cli {

class frame;

/// What the commands that work on any project work on.
struct any_project {
    compose::project project;  ///< of one with colors: with its green color, derived or not
    std::optional<blue_green::settings> colors;  ///< absent: a plain stack
};

/// Throws as `frame::load_project` and `blue_green::find_settings`.
[[nodiscard]] any_project load_any_project(const frame& f);

/// The same for commands that need no more than the engine knows: without a Compose file a project
/// that the user names is what the engine tells of it.
[[nodiscard]] any_project load_or_find_any_project(const frame& f);
/// Without looking for colors.
[[nodiscard]] compose::project load_or_find_project(const frame& f);

}  // namespace rollout::cli
