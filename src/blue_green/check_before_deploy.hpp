#pragma once

#include "look.hpp"

#include <rollout/blue_green/context.hpp>

#include <optional>
#include <vector>

namespace rollout::blue_green {

/// What comes before a deploy: reports the errors and warnings of `check`, and throws `failure`
/// (failed) when there is an error. Where this host has not the files that the proxy reads, they
/// are told by `from_afar`, in the order of the upstreams, and what is said of others is left out.
void refuse_what_check_finds(const context& ctx,
                             const std::optional<std::vector<seen_upstream>>& from_afar);

}  // namespace rollout::blue_green
