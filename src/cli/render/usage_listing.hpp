#pragma once

#include <rollout/engine_work/usage.hpp>

#include <cli/render/listing.hpp>

#include <vector>

namespace rollout::cli {

/// What `stats` lists, with docker's columns and fields; `truncated`: ids are cut.
[[nodiscard]] listing usage_listing(const std::vector<engine_work::container_usage>& usage,
                                    bool truncated);

}  // namespace rollout::cli
