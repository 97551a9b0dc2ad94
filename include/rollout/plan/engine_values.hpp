#pragma once

#include <rollout/compose/model/values.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rollout::plan {

/// Values of a Compose file as the engine takes them, for containers and for builds.

/// `name:address`, one each.
[[nodiscard]] std::vector<std::string> host_lines(const compose::host_list& hosts);

[[nodiscard]] std::int64_t soft_limit(const compose::ulimit& u);
[[nodiscard]] std::int64_t hard_limit(const compose::ulimit& u);

}  // namespace rollout::plan
