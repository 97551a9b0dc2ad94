#include <cli/image_digest.hpp>

#include <algorithm>
#include <stdexcept>

namespace rollout::cli {

namespace {

/// Whether the part before the first slash names a registry.
bool is_registry(const std::string& part) {
    const bool upper =
        std::any_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return part.find_first_of(".:") != std::string::npos || part == "localhost" || upper;
}

}  // namespace

std::string with_known_digest(const std::string& image) {
    const auto at = image.find('@');
    if (at == std::string::npos) {
        throw std::runtime_error("failed to resolve digest for " + image +
                                 ": rollout asks no registry; give the image by digest");
    }
    auto name = image.substr(0, at);
    const auto slash = name.find('/');
    std::string registry = "docker.io";
    if (slash != std::string::npos && is_registry(name.substr(0, slash))) {
        registry = name.substr(0, slash);
        name.erase(0, slash + 1);
    }
    const auto tag = name.rfind(':');
    if (tag != std::string::npos && name.find('/', tag) == std::string::npos) name.erase(tag);
    if (registry == "index.docker.io") registry = "docker.io";
    if (registry == "docker.io" && name.find('/') == std::string::npos) name = "library/" + name;
    return registry + '/' + name + image.substr(at);
}

}  // namespace rollout::cli
