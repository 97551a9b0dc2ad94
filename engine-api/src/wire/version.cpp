#include "wire/version.hpp"

#include <charconv>

namespace engine_api::wire {

std::optional<api_version> parse_version(std::string_view text) {
    api_version v;
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, v.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, v.minor);
    if (minor.ec != std::errc() || minor.ptr != end) return std::nullopt;
    return v;
}

bool is_between(std::string_view version, std::string_view oldest, std::string_view newest) {
    const auto v = parse_version(version);
    return v && *parse_version(oldest) <= *v && *v <= *parse_version(newest);
}

std::optional<std::string> negotiate(std::string_view engine, std::string_view oldest,
                                     std::string_view newest) {
    const auto theirs = parse_version(engine);
    if (!theirs || *theirs < *parse_version(oldest)) return std::nullopt;
    return std::string(*theirs < *parse_version(newest) ? engine : newest);
}

}  // namespace engine_api::wire
