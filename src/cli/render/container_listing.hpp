#pragma once

#include <engine_api/containers.hpp>

#include <cli/render/listing.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rollout::cli {

/// What `ps` lists, with docker compose's columns and fields. `now` in seconds since 1970;
/// `truncated`: long ids, commands and names of mounts are cut.
[[nodiscard]] listing container_listing(const std::vector<engine_api::container_summary>& rows,
                                        std::int64_t now, bool truncated);

/// `0.0.0.0:8080->80/tcp, 9000-9002/tcp`: as the docker command line shows them.
[[nodiscard]] std::string ports_text(const engine_api::container_summary& c);

}  // namespace rollout::cli
