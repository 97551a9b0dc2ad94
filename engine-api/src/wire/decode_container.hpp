#pragma once

#include "wire/json.hpp"

#include <engine_api/containers.hpp>

#include <vector>

namespace engine_api::wire {

[[nodiscard]] std::vector<container_summary> decode_summaries(const json& list);
[[nodiscard]] container_summary decode_summary(const json& j);
[[nodiscard]] container_details decode_details(const json& j);
[[nodiscard]] created_container decode_created(const json& j);
[[nodiscard]] wait_result decode_wait(const json& j);
[[nodiscard]] path_stat decode_path_stat(const json& j);
[[nodiscard]] process_table decode_processes(const json& j);

}  // namespace engine_api::wire
