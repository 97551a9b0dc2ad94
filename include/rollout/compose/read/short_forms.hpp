#pragma once

#include <rollout/compose/model/service_parts.hpp>

#include <string>
#include <vector>

namespace rollout::compose {

/// What a command line says in the words of a Compose file: items of a service's `ports`. Throws
/// `error`.
[[nodiscard]] std::vector<port> read_ports(const std::vector<std::string>& items);

/// Items of a service's `volumes`, whose relative sources start at `folder`. Throws `error`.
[[nodiscard]] std::vector<volume_mount> read_volumes(const std::vector<std::string>& items,
                                                     const std::string& folder,
                                                     const std::string& home);

}  // namespace rollout::compose
