#pragma once

#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <string>
#include <vector>

namespace rollout::blue_green {

/// The list `upstreams` of an `x-rollout` block; empty when it has none. Each item is a mapping:
/// `service`, one of `s.blue`; `snippet`, a file of its own; `port` and `server_parameters`, those
/// of `s` where it has none; `preview`, by default `preview-<service>.conf` beside the snippet.
/// Relative paths start at `folder`. Throws compose::error, also for a file that is named twice.
[[nodiscard]] std::vector<upstream> read_upstreams(const compose::node& block, const settings& s,
                                                   const std::string& folder);

}  // namespace rollout::blue_green
