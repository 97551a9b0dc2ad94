#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <string>

namespace rollout::plan {

/// Why a container is not as the project says, in the terms of docker compose's `mustRecreate`;
/// empty = it is. `s` is the service with its references replaced as far as that is known.
[[nodiscard]] std::string why_diverged(const compose::project& p, const observed& o,
                                       const compose::service& s, const observed_container& c);

/// Whether the project's own network is there, made for it, and with another definition.
[[nodiscard]] bool is_diverged(const compose::project& p, const std::string& key,
                               const observed_network& there);

/// Mounts of `c` that a container made in its place is to have: those that the service asks for
/// without a source, and those that it does not ask for, but its image may.
[[nodiscard]] std::vector<observed_mount> anonymous_mounts(const compose::service& s,
                                                           const observed_container& c);
[[nodiscard]] std::vector<observed_mount> other_mounts(const compose::service& s,
                                                       const observed_container& c);

}  // namespace rollout::plan
