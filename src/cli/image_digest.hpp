#pragma once

#include <string>

namespace rollout::cli {

/// An image reference in full: registry and repository written out, without a tag beside its
/// digest. Throws std::runtime_error for one without a digest: only its registry knows that.
std::string with_known_digest(const std::string& image);

}  // namespace rollout::cli
