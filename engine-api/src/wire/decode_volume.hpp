#pragma once

#include "wire/json.hpp"

#include <engine_api/volumes.hpp>

#include <vector>

namespace engine_api::wire {

/// The answer to `GET /volumes`.
[[nodiscard]] std::vector<volume_summary> decode_volumes(const json& j);
[[nodiscard]] volume_details decode_volume(const json& j);

}  // namespace engine_api::wire
