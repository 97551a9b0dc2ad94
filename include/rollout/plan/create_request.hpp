#pragma once

#include <rollout/compose/project.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

inline constexpr const char* project_label = "com.docker.compose.project";
inline constexpr const char* service_label = "com.docker.compose.service";
inline constexpr const char* config_hash_label = "com.docker.compose.config-hash";

/// `<project>-<service>-1`, or the service's own `container_name`.
[[nodiscard]] std::string container_name(const compose::project& p, const compose::service& s);

/// The image a service runs: `image`, or `<project>-<service>` when it is only built.
[[nodiscard]] std::string image_reference(const compose::project& p, const compose::service& s);

/// The document of `POST /containers/create`, with the labels that docker compose sets, so that
/// its `ps`, `logs` and `down` know the container. `image_id` goes into a label; may be empty.
[[nodiscard]] std::string container_body(const compose::project& p, const compose::service& s,
                                         const std::string& image_id);

/// A digest of everything in `container_body` that comes from the file: a container with the same
/// one need not be made again.
[[nodiscard]] std::string config_hash(const compose::project& p, const compose::service& s);

/// The document of `POST /networks/create` / `POST /volumes/create`.
[[nodiscard]] std::string network_body(const compose::project& p, const std::string& key);
[[nodiscard]] std::string volume_body(const compose::project& p, const std::string& key);

/// The service's networks by name, the one that `POST /containers/create` names first.
[[nodiscard]] std::vector<std::string> network_names(const compose::project& p,
                                                     const compose::service& s);

/// The document of `POST /networks/{id}/connect` for one of the further networks.
[[nodiscard]] std::string connect_body(const compose::project& p, const compose::service& s,
                                       const std::string& network_name);

}  // namespace rollout::plan
