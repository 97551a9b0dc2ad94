#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::plan {

/// Whether a service has `use_api_socket`.
[[nodiscard]] bool uses_api_socket(const compose::project& p);

/// What `use_api_socket` means, said by other keys, as docker compose has it: the service's
/// containers get the engine's socket, and the text of a docker config, to which DOCKER_CONFIG
/// points unless the service sets that itself.
[[nodiscard]] compose::project with_api_socket(compose::project p,
                                               const std::string& docker_config);

}  // namespace rollout::plan
