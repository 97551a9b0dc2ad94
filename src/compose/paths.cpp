#include "paths.hpp"

#include "ascii.hpp"

#include <filesystem>

namespace rollout::compose {

std::string clean_path(std::string_view path) {
    auto text = std::filesystem::path(path).lexically_normal().string();
    while (text.size() > 1 && text.back() == '/')
        text.pop_back();
    return text.empty() ? "." : text;
}

std::string absolute_path(std::string_view path, std::string_view base, std::string_view home) {
    const bool from_home = path == "~" || path.substr(0, 2) == "~/";
    if (from_home && !home.empty()) {
        return clean_path(std::string(home) + std::string(path.substr(1)));
    }
    if (!path.empty() && path.front() == '/') return clean_path(path);
    const bool has_drive = path.size() > 2 && is_letter(path[0]) && path[1] == ':' &&
                           (path[2] == '\\' || path[2] == '/');
    if (has_drive) return std::string(path);
    return clean_path(std::string(base) + '/' + std::string(path));
}

}  // namespace rollout::compose
