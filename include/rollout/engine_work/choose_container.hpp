#pragma once

#include <rollout/plan/observed.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// Of `containers`, the project's, the one that runs for a service and has the number `index`;
/// without it the one with the lowest number. Throws `failure` (failed), with what there is
/// instead, when there is none.
[[nodiscard]] plan::observed_container choose_running(
    const std::vector<plan::observed_container>& containers, const std::string& service,
    std::optional<int> index);

}  // namespace rollout::engine_work
