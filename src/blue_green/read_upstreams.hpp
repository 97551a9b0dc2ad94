#pragma once

#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <vector>

namespace rollout::blue_green {

/// The list `upstreams` of an `x-rollout` block; empty when it has none. Each item is a mapping:
/// `service`, one of `s.blue`; `snippet`, a file of its own; `port` and `server_parameters`, those
/// of `s` where it has none; `preview`, by default `preview-<service>.conf` beside the snippet.
/// Paths are as the file has them. Throws compose::error.
[[nodiscard]] std::vector<upstream> read_upstreams(const compose::node& block, const settings& s);

}  // namespace rollout::blue_green
