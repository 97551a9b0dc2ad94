#include <engine_api/image_reference.hpp>

#include <algorithm>
#include <cstddef>

namespace engine_api {

namespace {

constexpr std::string_view old_default_domain = "index.docker.io";

bool is_domain(std::string_view part) {
    return part == "localhost" || std::any_of(part.begin(), part.end(), [](char c) {
               return c == '.' || c == ':' || (c >= 'A' && c <= 'Z');
           });
}

/// Cuts what follows the separator off.
std::string cut_tail(std::string_view& text, std::size_t separator) {
    if (separator == std::string_view::npos) return {};
    std::string tail(text.substr(separator + 1));
    text = text.substr(0, separator);
    return tail;
}

}  // namespace

image_reference parse_image_reference(std::string_view text) {
    image_reference r;
    r.digest = cut_tail(text, text.find('@'));
    const auto last_part = text.rfind('/') + 1;  // 0 without a slash
    r.tag = cut_tail(text, text.find(':', last_part));
    r.name = text;

    const auto slash = text.find('/');
    r.names_domain = slash != std::string_view::npos && is_domain(text.substr(0, slash));
    r.domain = r.names_domain ? text.substr(0, slash) : default_registry_domain;
    r.path = r.names_domain ? text.substr(slash + 1) : text;
    if (r.domain == old_default_domain) r.domain = default_registry_domain;
    if (r.domain == default_registry_domain && r.path.find('/') == std::string::npos)
        r.path.insert(0, "library/");
    return r;
}

}  // namespace engine_api
