#pragma once

#include <rollout/compose/model/service_parts.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

struct refused_build_key {
    std::string key;  ///< `ssh`
    std::string why;
};

/// The keys of a build section that the engine's classic builder (`POST /build`) cannot carry out.
/// Those that mean something only to instructions which that builder does not know (`secrets`,
/// `ssh`, `entitlements`, `privileged`) are none: what uses them is refused in the Dockerfile.
[[nodiscard]] std::vector<refused_build_key> keys_no_build_carries_out(const compose::build& b);

}  // namespace rollout::plan
