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

/// Ends the containers of `services` that are more than the project wants.
[[nodiscard]] operations surplus_operations(const compose::project& p, const observed& o,
                                            const std::vector<std::string>& services);

/// The update that left old containers.
enum class update_was {
    cut_off,      ///< or failed: a new container that is not healthy is no success
    carried_out,  ///< just now: the new containers were healthy
    long_ago,     ///< and ended as it should, or said what it left
};

/// What an update left: an old container whose successor is as it must be is removed; one whose
/// successor is not gets its name back and is started. After one of long ago any successor is as it
/// must be, but nothing is removed beside one that does not run. `o` is what is seen now. Services
/// of `but` are left alone: no update made anything of theirs.
[[nodiscard]] operations settle_updates(const compose::project& p, const observed& o,
                                        const std::vector<std::string>& but, update_was how);

/// The names under which `settle_updates` starts old containers again.
[[nodiscard]] std::vector<std::string> given_back(const operations& settlement);

}  // namespace rollout::plan
