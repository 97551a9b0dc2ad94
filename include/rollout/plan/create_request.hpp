#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

inline constexpr const char* project_label = "com.docker.compose.project";
inline constexpr const char* service_label = "com.docker.compose.service";
inline constexpr const char* config_hash_label = "com.docker.compose.config-hash";
inline constexpr const char* folder_label = "com.docker.compose.project.working_dir";
/// `True` for a container that runs a command once, `False` for one that is a service's.
inline constexpr const char* one_off_label = "com.docker.compose.oneoff";

/// The docker compose whose rules are followed: its number is in the labels of what we make.
inline constexpr const char* compose_version = "2.40.3";

/// The key of a network in the file that it was made for.
inline constexpr const char* network_label = "com.docker.compose.network";

/// The number of a container among its service's, from 1.
inline constexpr const char* container_number_label = "com.docker.compose.container-number";

/// How many containers a service has: `scale`, `deploy.replicas`, else 1.
[[nodiscard]] int replicas(const compose::service& s);

/// `<project>-<service>-<number>`, or the service's own `container_name`.
[[nodiscard]] std::string container_name(const compose::project& p, const compose::service& s,
                                         int number = 1);

/// Of all its replicas.
[[nodiscard]] std::vector<std::string> container_names(const compose::project& p,
                                                       const compose::service& s);

/// The image a service runs: `image`, or `<project>-<service>` when it is only built.
[[nodiscard]] std::string image_reference(const compose::project& p, const compose::service& s);

/// Which of a service's networks a create request names.
enum class endpoints {
    primary,  ///< the first; the others are connected afterwards, as every engine can
    all,      ///< API 1.44
};

/// The document of `POST /containers/create`, with the labels that docker compose sets, so that
/// its `ps`, `logs` and `down` know the container. The label for the image's id is left empty, as
/// the image may be yet to come. Carries out every key of the service but those that
/// `unsupported_keys` names.
[[nodiscard]] std::string container_body(const compose::project& p, const compose::service& s,
                                         endpoints named = endpoints::primary, int number = 1);

/// That document with the id of the image that the container is made from.
[[nodiscard]] std::string with_image_id(const std::string& container_body, const std::string& id);

/// docker compose's own digest of the service, as its label has it: a container with the same one
/// need not be made again, whichever of us made it.
[[nodiscard]] std::string config_hash(const compose::project& p, const compose::service& s);

/// The document of `POST /networks/create` / `POST /volumes/create`.
[[nodiscard]] std::string network_body(const compose::project& p, const std::string& key);
[[nodiscard]] std::string volume_body(const compose::project& p, const std::string& key);

/// The service's networks by name, the one that `POST /containers/create` names first.
[[nodiscard]] std::vector<std::string> network_names(const compose::project& p,
                                                     const compose::service& s);

/// The document of `POST /networks/{id}/connect` for one of the further networks.
[[nodiscard]] std::string connect_body(const compose::project& p, const compose::service& s,
                                       const std::string& network_name, int number = 1);

}  // namespace rollout::plan
