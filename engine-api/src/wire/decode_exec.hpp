#pragma once

#include "wire/json.hpp"

#include <engine_api/exec.hpp>

namespace engine_api::wire {

[[nodiscard]] exec_state decode_exec(const json& j);

}  // namespace engine_api::wire
