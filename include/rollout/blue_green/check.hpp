#pragma once

#include <rollout/base/files.hpp>
#include <rollout/blue_green/finding.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <vector>

namespace rollout::blue_green {

/// What a Compose file and its settings let foresee about a deploy (docs/check.md has the rules).
/// Pure. The services that `s` names are in `p`: see `check_services` and `derive_green`.
[[nodiscard]] std::vector<finding> check_project(const compose::project& p, const settings& s);

/// The same, and what the files of this host add to it; errors first, what holds for both colors
/// once. Reads files, writes none, asks no engine.
[[nodiscard]] std::vector<finding> check(const compose::project& p, const settings& s,
                                         const base::files& files);

}  // namespace rollout::blue_green
