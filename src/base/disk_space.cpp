#include <rollout/base/disk_space.hpp>

#include <filesystem>
#include <system_error>

namespace rollout::base {

std::optional<std::uint64_t> free_bytes(const std::string& path) {
    std::filesystem::path place(path);
    for (;;) {
        std::error_code problem;
        const auto room = std::filesystem::space(place, problem);
        if (!problem) return room.available;
        if (!place.has_relative_path()) return std::nullopt;
        place = place.parent_path();
    }
}

}  // namespace rollout::base
