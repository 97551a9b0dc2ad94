#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/paths.hpp>

#include <filesystem>

namespace rollout::compose {

namespace {

namespace fs = std::filesystem;

bool is_slash(char c) {
    return c == '/' || c == '\\';
}

/// `C:\x` or `\\host\share`.
bool is_windows_path(std::string_view path) {
    if (path.size() > 2 && path[1] == ':') return is_slash(path[2]);
    return path.size() > 1 && is_slash(path[0]) && is_slash(path[1]);
}

}  // namespace

std::string clean_path(std::string_view path) {
    auto text = fs::path(path).lexically_normal().string();
    while (text.size() > 1 && text.back() == '/')
        text.pop_back();
    return text.empty() ? "." : text;
}

std::string absolute_path(std::string_view path, std::string_view base) {
    if (!path.empty() && path.front() == '/') return clean_path(path);
    if (base.empty()) return clean_path(path);
    return clean_path(std::string(base) + '/' + std::string(path));
}

std::string resolved_path(std::string_view path, std::string_view base, bool windows) {
    const bool fixed = (!path.empty() && path.front() == '/') || (windows && is_windows_path(path));
    return fixed ? std::string(path) : absolute_path(path, base);
}

std::string expanded_home(std::string_view path, std::string_view home) {
    if (path.empty() || path.front() != '~' || home.empty()) return std::string(path);
    return clean_path(std::string(home) + '/' + std::string(path.substr(1)));
}

std::string relative_path(std::string_view path, std::string_view base) {
    return fs::path(path).lexically_relative(fs::path(base)).string();
}

std::string folder_of(const std::string& path) {
    const auto parent = fs::path(path).parent_path().string();
    return parent.empty() ? "." : parent;
}

}  // namespace rollout::compose
