#include "memory_files.hpp"

namespace rollout::compose::fuzz {

std::variant<std::string, base::file_problem> memory_files::read(const std::string& path,
                                                                 std::size_t limit) const {
    if (is_folder(path)) return base::file_problem{"read " + path + ": is a directory"};
    const auto found = texts_.find(path);
    if (found == texts_.end())
        return base::file_problem{"open " + path + ": no such file or directory"};
    if (found->second.size() > limit) return base::file_problem{"read " + path + ": too large"};
    return found->second;
}

bool memory_files::exists(const std::string& path) const {
    return is_regular(path) || is_folder(path);
}

bool memory_files::is_regular(const std::string& path) const {
    return texts_.count(path) > 0;
}

bool memory_files::is_folder(const std::string& path) const {
    const auto folder = path.empty() || path.back() == '/' ? path : path + '/';
    const auto below = texts_.lower_bound(folder);
    return below != texts_.end() && below->first.rfind(folder, 0) == 0;
}

std::vector<std::string> memory_files::names_in(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& [path, text] : texts_)
        if (path.rfind(folder + '/', 0) == 0 &&
            path.find('/', folder.size() + 1) == std::string::npos)
            names.push_back(path.substr(folder.size() + 1));
    return names;
}

std::optional<std::string> memory_files::real_path(const std::string& path) const {
    return exists(path) ? std::optional(path) : std::nullopt;
}

void memory_files::replace(const std::string& path, const std::string& text) {
    texts_[path] = text;
}

bool memory_files::remove(const std::string& path) {
    return texts_.erase(path) > 0;
}

}  // namespace rollout::compose::fuzz
