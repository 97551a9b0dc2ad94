#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// Where the containers of a project say that its folder is on the engine's host: the first of them
/// that says so, `first` before the others; empty = none does.
[[nodiscard]] std::string folder_told_by(const std::vector<plan::observed_container>& containers,
                                         const std::string& first);

/// The project as it is read where its folder is `folder`: its relative host paths start there.
/// What is read here, such as build contexts, stays where it is.
[[nodiscard]] compose::project project_at(compose::project p, const std::string& folder);

/// The relative host paths, absolute by now, in the containers of these services.
[[nodiscard]] std::set<std::string> relative_paths_of(const compose::project& p,
                                                      const std::vector<std::string>& services);

}  // namespace rollout::blue_green
