#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

/// A key of a Compose file that we do not carry out, or that nobody could.
struct unsupported_key {
    std::string path;  ///< `services.app.provider`
    std::string what;  ///< `is not supported: provider plugins are not run`
    compose::position where;
};

/// The keys of a service, and of what it refers to, that starting it would need and that we cannot
/// carry out. Empty for a service that can be started.
[[nodiscard]] std::vector<unsupported_key> unsupported_keys(const compose::project& p,
                                                            const compose::service& s);

/// Throws compose::error for the first of them.
void check_supported(const compose::project& p, const compose::service& s);

/// The keys of a service that have no effect on a single engine, with docker compose either: what
/// `deploy` says to Swarm, owner and mode of a secret or config that is a file of the host.
[[nodiscard]] std::vector<std::string> ignored_keys(const compose::project& p,
                                                    const compose::service& s);

}  // namespace rollout::plan
