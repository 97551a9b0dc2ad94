#include "memory_files.hpp"

#include "file_system.hpp"

#include <rollout/compose/error.hpp>

namespace rollout::compose {

std::map<std::string, std::string>& fuzz::memory_files() {
    static std::map<std::string, std::string> files;
    return files;
}

std::string read_file(const std::string& path, const position& where) {
    if (is_folder(path)) throw error(where, "read " + path + ": is a directory");
    if (!is_regular_file(path)) throw error(where, "open " + path + ": no such file or directory");
    return fuzz::memory_files().at(path);
}

bool file_exists(const std::string& path) {
    return is_regular_file(path) || is_folder(path);
}

bool is_regular_file(const std::string& path) {
    return fuzz::memory_files().count(path) > 0;
}

bool is_folder(const std::string& path) {
    const auto folder = path.empty() || path.back() == '/' ? path : path + '/';
    const auto& files = fuzz::memory_files();
    const auto below = files.lower_bound(folder);
    return below != files.end() && below->first.rfind(folder, 0) == 0;
}

std::optional<std::string> real_path(const std::string& path) {
    return file_exists(path) ? std::optional(path) : std::nullopt;
}

std::string without_link(const std::string& path) {
    return path;
}

}  // namespace rollout::compose
