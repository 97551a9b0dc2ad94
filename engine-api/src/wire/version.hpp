#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engine_api::wire {

/// `1.41` as comparable parts.
struct api_version {
    int major = 0;
    int minor = 0;
    auto operator<=>(const api_version&) const = default;
};

[[nodiscard]] std::optional<api_version> parse_version(std::string_view text);

/// False, too, for what is no version.
[[nodiscard]] bool is_between(std::string_view version, std::string_view oldest,
                              std::string_view newest);

/// The newest version both sides know; nullopt when the engine is older than `oldest`, or does not
/// say its version as `MAJOR.MINOR`.
[[nodiscard]] std::optional<std::string> negotiate(std::string_view engine, std::string_view oldest,
                                                   std::string_view newest);

}  // namespace engine_api::wire
