#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::plan {

/// The option as the engine wants it: a profile's file is replaced by its text, without white
/// space. Throws std::invalid_argument for a file that cannot be read, or is not JSON.
[[nodiscard]] std::string security_option(const compose::project& p, const std::string& option);

}  // namespace rollout::plan
