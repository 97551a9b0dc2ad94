#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/container_origin.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

inline constexpr const char* project_label = "com.docker.compose.project";
inline constexpr const char* service_label = "com.docker.compose.service";
inline constexpr const char* config_hash_label = "com.docker.compose.config-hash";
inline constexpr const char* folder_label = "com.docker.compose.project.working_dir";
inline constexpr const char* files_label = "com.docker.compose.project.config_files";
/// `True` for a container that runs a command once, `False` for one that is a service's.
inline constexpr const char* one_off_label = "com.docker.compose.oneoff";
/// Marks a service that no Compose file has. Its containers call themselves one-offs: docker
/// compose takes what runs of a service that it does not know for an orphan, but spares one-offs
/// that run.
inline constexpr const char* derived_label = "rollout.derived";

/// The docker compose whose rules are followed: its number is in the labels of what we make.
inline constexpr const char* compose_version = "2.40.3";

/// The key of a network in the file that it was made for.
inline constexpr const char* network_label = "com.docker.compose.network";
inline constexpr const char* volume_label = "com.docker.compose.volume";
inline constexpr const char* depends_on_label = "com.docker.compose.depends_on";

/// On a container that was made in the place of another one: whose.
inline constexpr const char* replace_label = "com.docker.compose.replace";

/// On a container: the id that its image's reference had when it was made.
inline constexpr const char* image_label = "com.docker.compose.image";

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
                                         endpoints named = endpoints::primary, int number = 1,
                                         const container_origin& origin = {});

/// That document with the id of the image that the container is made from.
[[nodiscard]] std::string with_image_id(const std::string& container_body, const std::string& id);

/// That document with those of `mounts` whose target is one of an image's `volumes`.
[[nodiscard]] std::string with_mounts(const std::string& container_body,
                                      const std::vector<observed_mount>& mounts,
                                      const std::vector<std::string>& volumes);

/// Whether what has these labels was made of that document, a container's or a network's.
[[nodiscard]] bool is_made_of(const std::string& body,
                              const std::map<std::string, std::string>& labels);

/// The services whose container this one shares a namespace or volumes with (`service:NAME`, and
/// `volumes_from`).
[[nodiscard]] std::set<std::string> referenced_services(const compose::service& s);

/// The service with these references replaced by the ids of containers, as docker compose has them
/// in its requests and in its hash; one whose id is not given stays.
[[nodiscard]] compose::service with_references(compose::service s,
                                               const std::map<std::string, std::string>& ids);

/// docker compose's own digest of the service, as its label has it: a container with the same one
/// need not be made again, whichever of us made it.
[[nodiscard]] std::string config_hash(const compose::project& p, const compose::service& s);

/// The same, by the containers that are there.
[[nodiscard]] compose::service with_references(compose::service s, const observed& o);

/// The document of `POST /networks/create` / `POST /volumes/create`.
[[nodiscard]] std::string network_body(const compose::project& p, const std::string& key);
[[nodiscard]] std::string volume_body(const compose::project& p, const std::string& key);

/// The service's networks by name, the one that `POST /containers/create` names first.
[[nodiscard]] std::vector<std::string> network_names(const compose::project& p,
                                                     const compose::service& s);

/// The document of `POST /networks/{id}/connect` for one of the further networks; `container` is
/// what its container is called for now, if not by its name.
[[nodiscard]] std::string connect_body(const compose::project& p, const compose::service& s,
                                       const std::string& network_name, int number = 1,
                                       const std::string& container = {});

}  // namespace rollout::plan
