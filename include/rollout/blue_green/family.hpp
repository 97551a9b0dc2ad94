#pragma once

#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <optional>

namespace rollout::blue_green {

/// For the verbs that work on any project: the settings of one that has colors, nullopt for a plain
/// stack. It has colors when it says so (`x-rollout`, or a variable or flag that names a service of
/// it), or when it follows the convention: the services exist and the proxy mounts the snippet's
/// folder. Throws as `resolve_settings` and `check_services` for one that says so and is wrong.
[[nodiscard]] std::optional<settings> find_settings(const compose::project& project,
                                                    const setting_values& environment,
                                                    const setting_values& flags);

}  // namespace rollout::blue_green
