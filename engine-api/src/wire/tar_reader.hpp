#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api::wire {

struct tar_file {
    std::string content;
    std::chrono::system_clock::time_point modified;
};

/// The first regular file in a tar; nullopt when there is none.
/// Throws std::runtime_error for a broken archive.
[[nodiscard]] std::optional<tar_file> first_file(std::string_view tar);

}  // namespace engine_api::wire
