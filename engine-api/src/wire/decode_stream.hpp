#pragma once

#include "wire/json.hpp"

#include <engine_api/streams.hpp>

#include <string>

namespace engine_api::wire {

[[nodiscard]] event decode_event(const json& j);
[[nodiscard]] progress decode_progress(const json& j);
[[nodiscard]] container_stats decode_stats(const json& j);

/// The error that a message of a progress stream tells; empty when it tells none.
[[nodiscard]] std::string stream_error(const json& j);

}  // namespace engine_api::wire
