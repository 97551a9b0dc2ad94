#pragma once

#include <rollout/blue_green/context.hpp>

#include <optional>
#include <string>

namespace rollout::blue_green {

/// What comes before a deploy: reports the errors and warnings of `check`, and throws `failure`
/// (failed) when there is an error. What is said of this host's files is left out where it has not
/// the very `snippet`, whose text this is then.
void refuse_what_check_finds(const context& ctx, bool snippet_is_here,
                             const std::optional<std::string>& snippet);

}  // namespace rollout::blue_green
