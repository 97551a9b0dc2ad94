#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

// An update that can be taken back: the old container is kept, stopped and under another name,
// until the new one is healthy. That name is `<first 12 digits of its id>_<name>`, as docker
// compose names one that it replaces.

/// Replaces the containers of `services` (in this order) that are not as the project says: made
/// with another configuration, of another image than its reference has now, not running, or not
/// there. Those of `built` have an image that is yet to be built, and are always replaced. Ends
/// with the waits for health.
[[nodiscard]] operations update_operations(const compose::project& p, const observed& o,
                                           const std::vector<std::string>& services,
                                           const std::set<std::string>& built);

/// What an update left, whole or not: an old container whose successor runs is removed; one whose
/// successor does not gets its name back and is started. `o` is what is seen now.
[[nodiscard]] operations settle_updates(const compose::project& p, const observed& o);

}  // namespace rollout::plan
