#pragma once

#include <string>
#include <string_view>

namespace engine_api::wire {

/// In lower-case hex: the docker CLI names the folders of its contexts so.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace engine_api::wire
