#pragma once

#include "wire/json.hpp"

#include <engine_api/networks.hpp>

#include <vector>

namespace engine_api::wire {

[[nodiscard]] std::vector<network_summary> decode_networks(const json& list);
[[nodiscard]] network_details decode_network(const json& j);

}  // namespace engine_api::wire
