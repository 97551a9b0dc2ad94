#pragma once

#include "file_place.hpp"

#include <rollout/blue_green/context.hpp>

namespace rollout::blue_green {

/// What comes before a deploy: reports the errors and warnings of `check`, and throws `failure`
/// (failed) when there is an error. What is said of this host's files is left out where it has not
/// the very snippet.
void refuse_what_check_finds(const context& ctx, const file_place& snippet);

}  // namespace rollout::blue_green
