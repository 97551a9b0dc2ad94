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
    std::set<std::string> services;  ///< empty = all, and the networks too
    bool remove_orphans = false;     ///< and one-offs that run
    bool volumes = false;            ///< also the file's volumes, and anonymous ones
    /// Images too: `local` = those that have no `image` in the file, `all`, or none.
    std::string images;
};

struct taken_down {
    graph what;
    std::vector<std::string> left;  ///< names of orphans and one-offs that stay
};

/// Ends containers as `docker compose down` does: each is stopped and removed once those that
/// depend on it are gone, side by side otherwise; then the networks that were made for the project.
/// What is external, or of others, stays.
[[nodiscard]] taken_down take_down(const compose::project& p, const observed& o,
                                   const take_down_options& options);

}  // namespace rollout::plan
