#pragma once

#include "wire/json.hpp"

#include <engine_api/system.hpp>

namespace engine_api::wire {

[[nodiscard]] engine_info decode_info(const json& j);
[[nodiscard]] engine_version decode_version(const json& j);
/// `Swarm` of `GET /info`.
[[nodiscard]] swarm_state decode_swarm_state(const json& j);
/// `GET /swarm`.
[[nodiscard]] swarm_details decode_swarm(const json& j);

}  // namespace engine_api::wire
