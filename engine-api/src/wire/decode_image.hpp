#pragma once

#include "wire/json.hpp"

#include <engine_api/images.hpp>

namespace engine_api::wire {

[[nodiscard]] std::vector<image_summary> decode_images(const json& list);
[[nodiscard]] image_details decode_image(const json& j);
[[nodiscard]] std::vector<removed_image> decode_removed(const json& list);

}  // namespace engine_api::wire
