#pragma once

#include "wire/json.hpp"

#include <engine_api/containers.hpp>

#include <cstdint>

namespace engine_api::wire {

/// The answer of a prune call; `list` names the member that lists what is gone.
[[nodiscard]] inline prune_result decode_pruned(const json& j, const char* list) {
    prune_result p;
    p.deleted = value<string_list>(j, list);
    p.space_reclaimed = value<std::int64_t>(j, "SpaceReclaimed");
    return p;
}

}  // namespace engine_api::wire
