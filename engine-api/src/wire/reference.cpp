#include "wire/reference.hpp"

namespace engine_api::wire {

reference_parts split_reference(const std::string& reference) {
    if (const auto at = reference.find('@'); at != std::string::npos)
        return {reference.substr(0, at), reference.substr(at + 1)};
    const auto colon = reference.rfind(':');
    const auto slash = reference.rfind('/');
    const bool is_tag = colon != std::string::npos && (slash == std::string::npos || colon > slash);
    if (is_tag) return {reference.substr(0, colon), reference.substr(colon + 1)};
    return {reference, "latest"};
}

std::string registry_of(std::string_view reference) {
    const auto slash = reference.find('/');
    if (slash == std::string_view::npos) return {};
    const auto first = reference.substr(0, slash);
    const bool is_host =
        first.find_first_of(".:") != std::string_view::npos || first == "localhost";
    return std::string(is_host ? first : std::string_view());
}

}  // namespace engine_api::wire
