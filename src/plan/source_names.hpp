#pragma once

#include "dockerfile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rollout::plan {

/// A named context and what an instruction calls it mean the same when these are equal.
[[nodiscard]] std::string context_name(std::string_view name);

/// The images and stages that FROM, COPY and ADD name; the name of a stage last.
[[nodiscard]] std::vector<std::string> names_of_sources(const dockerfile_instruction& one);

/// Whether FROM gives its stage a name.
[[nodiscard]] bool names_a_stage(const dockerfile_instruction& one);

/// Whether nobody but the builder knows what that is.
[[nodiscard]] bool is_variable(std::string_view name);

/// Whether a context is no folder of this host.
[[nodiscard]] bool names_a_repository(std::string_view context);

/// Whether a stage can have that name.
[[nodiscard]] bool is_stage_name(std::string_view name);

}  // namespace rollout::plan
