#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

enum class pull_policy { missing, always, never };

struct image_options {
    image_options() = default;
    bool build = true;  ///< false: a service with `build` uses the image that is there
    pull_policy pull = pull_policy::missing;
};

/// Throws std::invalid_argument for the first of `services` that the project has not.
void check_known(const compose::project& p, const std::set<std::string>& services);

/// `services` and everything they depend on, in an order in which each comes after what it
/// depends on. Throws std::invalid_argument for an unknown service.
[[nodiscard]] std::vector<std::string> start_order(const compose::project& p,
                                                   const std::set<std::string>& services);

/// The services that run when none is named: those without a profile, or with an active one.
[[nodiscard]] std::set<std::string> default_services(const compose::project& p);

/// Brings the images of `services` to the engine: at most one build or pull an image. A service's
/// own `pull_policy` counts where `options` leave that to the default.
[[nodiscard]] operations image_operations(const compose::project& p, const observed& o,
                                          const std::vector<std::string>& services,
                                          const image_options& given);

/// Makes `services` (in this order) run, each in as many containers as it wants; those above that
/// are removed, unless `spared` names the service. What runs with the same configuration is left
/// alone; what runs with another one too, unless `recreate` names it. What does not run is started
/// when it has the same configuration or `as_they_are` has its id, and else made anew. A dependency
/// on health is waited for before its dependent starts, everything else that was started at the
/// end.
[[nodiscard]] operations up_operations(const compose::project& p, const observed& o,
                                       const std::vector<std::string>& services,
                                       const std::set<std::string>& recreate,
                                       const std::set<std::string>& spared = {},
                                       const std::set<std::string>& as_they_are = {});

/// Services that run with another configuration than the file's; `up` leaves them alone.
[[nodiscard]] std::vector<std::string> outdated_services(const compose::project& p,
                                                         const observed& o,
                                                         const std::vector<std::string>& services);

/// Ends a container as its service wants it: its pre_stop hooks, its signal, its grace period.
/// `service` may be one that the project has not.
[[nodiscard]] operation stop_operation(const compose::project& p, const std::string& service,
                                       std::string container, std::string cause);

/// Replaces the idle color: removes what is left of its services, creates and starts them anew in
/// this order, each when those of them that it depends on are as it wants them, and waits at the
/// end until all are healthy. They serve nobody, so what still runs is
/// killed and costs the deploy no time, unless it has pre_stop hooks: then it is stopped first.
[[nodiscard]] operations replace_operations(const compose::project& p, const observed& o,
                                            const std::vector<std::string>& services);

/// Removes all containers of the project, one-offs and dependents first, then the networks that
/// were made for it. What runs is stopped before. Stops that stand next to each other need not wait
/// for one another.
[[nodiscard]] operations down_operations(const compose::project& p, const observed& o);

}  // namespace rollout::plan
