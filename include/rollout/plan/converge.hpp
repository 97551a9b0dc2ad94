#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/observed.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

/// Which containers that are there are made anew.
enum class recreate {
    diverged,  ///< that are not as the project says
    always,
    never,
};

/// Until they serve, or have ended well.
enum class waiting {
    none,
    for_started,  ///< those of which something was started
    all,          ///< all of `services`
};

struct converge_options {
    converge_options() = default;
    std::vector<std::string> services;   ///< in start order, dependencies among them
    std::set<std::string> dependencies;  ///< those of `services` that nobody named
    recreate named = recreate::diverged;
    recreate others = recreate::diverged;  ///< for `dependencies`
    bool inherit_volumes = true;  ///< what is made anew gets the anonymous volumes of the old one
    bool make = true;  ///< false: nothing is made or removed, and only what is there is started
    bool start = true;
    bool remove_orphans = false;
    waiting wait = waiting::none;
    /// Services whose running containers are neither made anew nor removed.
    std::set<std::string> spared;
    /// Services whose running containers are not made anew.
    std::set<std::string> left_running;
    /// Ids of containers that are started as they are, whatever the project says by now.
    std::set<std::string> as_they_are;
};

struct convergence {
    graph what;
    std::vector<std::string> orphans;     ///< names of containers whose service is not in the file
    std::vector<std::string> left_alone;  ///< services that run with another configuration
    std::vector<std::string> notes;       ///< what else differs and is left as it is
};

/// Makes `services` run as docker compose 2.40 does (`docker compose up -d`), each in as many
/// containers as it wants: what is missing is made, what diverged is made anew under a temporary
/// name and takes the place of the old one, what is there above that number is removed, the rest is
/// left alone. A container diverged when its configuration or its image is another one, when it
/// runs outside of one of its networks, or without one of its volumes. A run that was cut off
/// anywhere is completed by the next one. The images are those of `o`; one that is not among them
/// is looked up when its container is made.
[[nodiscard]] convergence converge(const compose::project& p, const observed& o,
                                   const converge_options& options);

}  // namespace rollout::plan
