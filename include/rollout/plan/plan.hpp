#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

enum class pull_policy { missing, always, never };

struct image_options {
    image_options() = default;
    bool build = true;       ///< false: a service with `build` uses the image that is there
    bool build_anew = true;  ///< false: only where the image is not there
    std::optional<pull_policy> pull;  ///< absent = as each service says, or missing
};

/// Throws std::invalid_argument for the first of `services` that the project has not.
void check_known(const compose::project& p, const std::set<std::string>& services);

/// `services` and everything they depend on, in an order in which each comes after what it
/// depends on. Throws std::invalid_argument for an unknown service.
[[nodiscard]] std::vector<std::string> start_order(const compose::project& p,
                                                   const std::set<std::string>& services);

/// What is to be brought up when `named` are asked for (empty = what is enabled), in start order.
/// To name a service that is behind a profile enables that profile. Throws std::invalid_argument
/// for an unknown service, and for one that depends on one that is not enabled and is required.
[[nodiscard]] std::vector<std::string> up_order(const compose::project& p,
                                                const std::set<std::string>& named,
                                                bool with_dependencies = true);

/// The services that run when none is named: those without a profile, or with an active one.
[[nodiscard]] std::set<std::string> default_services(const compose::project& p);

/// How old an image may be that a service runs (`pull_policy: daily`, `weekly`, `every_12h`);
/// absent = it does not say.
[[nodiscard]] std::optional<std::chrono::seconds> refresh_period(const compose::service& s);

/// Brings the images of `services` to the engine: at most one build or pull an image. A service's
/// own `pull_policy` counts where `given` says none. What has both `image` and
/// `build` is pulled where it is missing; that pull is optional, and `missing_builds` follow.
[[nodiscard]] operations image_operations(const compose::project& p, const observed& o,
                                          const std::vector<std::string>& services,
                                          const image_options& given);

/// The same as tasks: pulls beside each other, builds one behind the other, as one may begin from
/// what another makes.
[[nodiscard]] graph side_by_side(operations images);

/// The builds of what is not there; after the pulls, as some may have failed.
[[nodiscard]] operations missing_builds(const compose::project& p, const observed& o,
                                        const std::vector<std::string>& services);

/// Services that run with another configuration than the file's; `up` leaves them alone.
[[nodiscard]] std::vector<std::string> outdated_services(const compose::project& p,
                                                         const observed& o,
                                                         const std::vector<std::string>& services);

/// Ends a container as its service wants it: its pre_stop hooks, its signal, its grace period.
/// `service` may be one that the project has not.
[[nodiscard]] operation stop_operation(const compose::project& p, const std::string& service,
                                       std::string container, std::string cause);

/// Starts a container of the service that does not run. Before that it gets the secrets and configs
/// whose content a variable or the Compose file itself has, as docker compose does before each
/// start; what is empty is left out. Then the service's post_start hooks run. Throws compose::error
/// for a variable that is not set, and for an owner that is no number. One that is to be started as
/// it is, as an earlier start made it, has its files already.
[[nodiscard]] operations starting(const compose::project& p, const compose::service& s,
                                  const std::string& container, const std::string& cause);

/// Replaces the idle color: removes what is left of its services, creates and starts them anew in
/// this order, each when those of them that it depends on are as it wants them, and waits at the
/// end until all are healthy. They serve nobody, so what still runs is
/// killed and costs the deploy no time, unless it has pre_stop hooks: then it is stopped first.
[[nodiscard]] operations replace_operations(const compose::project& p, const observed& o,
                                            const std::vector<std::string>& services);

}  // namespace rollout::plan
