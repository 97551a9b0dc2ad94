#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>
#include <vector>

namespace rollout::blue_green {

/// How to call nginx inside the proxy's container so that it means the running one: `nginx`, with
/// `-c FILE` and `-p PREFIX` when the service's command has them.
[[nodiscard]] std::vector<std::string> nginx_command(const compose::service& proxy);

}  // namespace rollout::blue_green
