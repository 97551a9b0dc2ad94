#pragma once

#include "decide.hpp"

#include <map>
#include <string>

namespace rollout::plan {

/// The tasks that other tasks have to wait for.
struct resource_tasks {
    task_list first;                             ///< before all else
    std::map<std::string, task_list> networks;   ///< by key: those that are made
    std::map<std::string, task_list> volumes;    ///< likewise
    std::map<std::string, task_list> stopped;    ///< by id: to be started again, or made anew
    std::map<std::string, std::size_t> ended;    ///< by id: what goes
    std::map<std::string, task_list> connected;  ///< by id: to networks that were made anew
};

/// Adds what is no service's own part: the end of orphans, networks and volumes. A network whose
/// definition changed is made anew, with all that stays on it stopped meanwhile, unless something
/// that is spared runs on it.
[[nodiscard]] resource_tasks plan_resources(const compose::project& p, const observed& o,
                                            const converge_options& options,
                                            const std::map<std::string, decision>& decisions,
                                            convergence& made);

/// The task after which the container is gone; a one-off ends without the hooks of its service.
std::size_t add_end(graph& g, const compose::project& p, const observed_container& c,
                    const std::string& cause, task_list after, bool with_hooks = true);

/// The same of what a service has too many of, one task however often it is asked for.
std::size_t end_once(resource_tasks& tasks, graph& g, const compose::project& p, const fate& f);

/// Whether it runs and is spared.
[[nodiscard]] bool stays_as_it_runs(const converge_options& options, const observed_container& c);

}  // namespace rollout::plan
