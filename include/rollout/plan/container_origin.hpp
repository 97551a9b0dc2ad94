#pragma once

#include <rollout/plan/observed.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

/// What a container is made from beside its service.
struct container_origin {
    container_origin() = default;
    std::string image_id;  ///< for the label; empty = to be looked up when it is made
    std::string replaces;  ///< for the label `com.docker.compose.replace`; empty = it replaces none
    std::vector<observed_mount> mounts;  ///< handed on by the one that it replaces
    /// Likewise, those of them whose target is a volume of the image.
    std::vector<observed_mount> if_of_image;
};

}  // namespace rollout::plan
