#pragma once

#include <string>
#include <string_view>

namespace engine_api::wire {

struct reference_parts {
    std::string name;
    std::string tag;  ///< a digest goes here too, as the engine wants it
};

/// `host/name:tag`; the tag is `latest` when there is neither tag nor digest.
[[nodiscard]] reference_parts split_reference(const std::string& reference);

/// The registry's host, as written; empty when the reference names none. The first part is a host
/// when it has a dot or a port, or is `localhost`.
[[nodiscard]] std::string registry_of(std::string_view reference);

}  // namespace engine_api::wire
