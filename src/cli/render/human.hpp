#pragma once

#include <cstdint>
#include <string>

/// Ages, sizes and shares as the docker command line writes them.
namespace rollout::cli {

/// `Less than a second`, `About a minute`, `3 minutes`, `2 weeks`.
[[nodiscard]] std::string human_age(std::int64_t seconds);

/// `0B`, `5.24MB`: three digits, each unit a thousand times the one before.
[[nodiscard]] std::string human_size(std::int64_t bytes);

/// `512KiB`, `1.952GiB`: four digits, each unit 1024 times the one before.
[[nodiscard]] std::string human_memory(std::int64_t bytes);

/// `12.50%`.
[[nodiscard]] std::string human_share(double part_of_one);

}  // namespace rollout::cli
