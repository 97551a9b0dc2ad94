#include <engine_api/image_reference.hpp>

#include <cli/image_digest.hpp>

#include <stdexcept>

namespace rollout::cli {

std::string with_known_digest(const std::string& image) {
    const auto parts = engine_api::parse_image_reference(image);
    if (parts.digest.empty()) {
        throw std::runtime_error("failed to resolve digest for " + image +
                                 ": rollout asks no registry; give the image by digest");
    }
    return parts.domain + '/' + parts.path + '@' + parts.digest;
}

}  // namespace rollout::cli
