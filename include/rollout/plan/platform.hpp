#pragma once

#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::plan {

/// What images are made for, in one spelling: `amd64`, not `x86_64`.
struct platform {
    std::string os;
    std::string arch;     ///< empty = the engine's own
    std::string variant;  ///< `v7`; empty = the usual one

    friend bool operator==(const platform&, const platform&) = default;
};

/// `os[/arch[/variant]]`, or an architecture of Linux alone, as containerd reads them. Throws
/// std::invalid_argument for any other text.
[[nodiscard]] platform parse_platform(const std::string& text);

/// `os[/arch[/variant]]`, what is empty left out.
[[nodiscard]] std::string to_string(const platform& p);

/// As the engine's requests want it; empty for an empty text.
[[nodiscard]] std::string platform_parameter(const std::string& text);

/// Whether an image that is for `actual` may be used where `wanted` is asked for.
[[nodiscard]] bool is_for(const platform& actual, const platform& wanted);

/// The platform that an image of the service must be for: its own, or for one with a build section
/// DOCKER_DEFAULT_PLATFORM. Empty = any will do.
[[nodiscard]] std::string image_platform(const compose::project& p, const compose::service& s);

/// The platform that images are pulled and containers are made for: the service's own, else
/// DOCKER_DEFAULT_PLATFORM. Empty = the engine's own.
[[nodiscard]] std::string platform_of(const compose::project& p, const compose::service& s);

}  // namespace rollout::plan
