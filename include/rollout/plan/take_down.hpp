#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/observed.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

struct take_down_options {
    take_down_options() = default;
    std::set<std::string> services;  ///< empty = those that are enabled, and the networks too
    std::set<std::string> enabled;   ///< enabled although a profile of theirs is not active
    bool remove_orphans = false;     ///< and one-offs that run
    bool volumes = false;  ///< also the volumes that these services name, and their anonymous ones
    /// Images too: `local` = those that have no `image` in the file, `all`, or none.
    std::string images;
};

struct taken_down {
    graph what;
    std::vector<std::string> left;      ///< names of orphans and one-offs that stay
    std::vector<std::string> disabled;  ///< of containers behind profiles that are not active
};

/// Ends containers as `docker compose down` does: each is stopped and removed once those that
/// depend on it are gone, side by side otherwise; then the networks that were made for the project.
/// What is external, of another project, or of a service that is not enabled stays.
[[nodiscard]] taken_down take_down(const compose::project& p, const observed& o,
                                   const take_down_options& options);

}  // namespace rollout::plan
