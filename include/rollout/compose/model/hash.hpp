#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::compose {

// The digests that docker compose puts into the label com.docker.compose.config-hash: a container,
// network or volume with the same one need not be made again.

/// Of everything but `build`, `pull_policy`, `scale`, `depends_on`, `profiles` and
/// `deploy.replicas`. For the label a project is loaded with `files_use::to_run` and references to
/// other services are replaced by containers; for `config --hash` with `files_use::to_hash`.
[[nodiscard]] std::string service_hash(const service& s);

[[nodiscard]] std::string network_hash(const network& n);
[[nodiscard]] std::string volume_hash(const volume& v);

/// Lower-case hexadecimal SHA-256.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace rollout::compose
