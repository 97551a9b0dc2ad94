#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>
#include <vector>

namespace rollout::compose {

/// Services without a profile, or with one that is active, are enabled.
void apply_profiles(project& p, const std::vector<std::string>& profiles);

/// Cuts a project to the services that match one of `names` (which may be patterns) and to what
/// they depend on; naming a service activates its profiles. No names = all that are enabled.
/// Throws `error` for a name that none has.
void select_services(project& p, const std::vector<std::string>& names);

/// Drops the networks, volumes, secrets, configs and models that no enabled service uses.
void drop_unused_resources(project& p);

/// Gives services that are built the platform of DOCKER_DEFAULT_PLATFORM when they have none.
/// Throws `error` for one that cannot be built for its platform.
void apply_default_platform(project& p);

}  // namespace rollout::compose
