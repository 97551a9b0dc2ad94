#pragma once

#include "wire/json.hpp"

#include <engine_api/images.hpp>

#include <vector>

namespace engine_api::wire {

[[nodiscard]] std::vector<image_summary> decode_images(const json& list);
[[nodiscard]] image_details decode_image(const json& j);
[[nodiscard]] std::vector<removed_image> decode_removed(const json& list);
[[nodiscard]] pruned_images decode_pruned_images(const json& j);

}  // namespace engine_api::wire
