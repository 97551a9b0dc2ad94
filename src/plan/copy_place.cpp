#include <rollout/plan/copy_place.hpp>

#include <stdexcept>

namespace rollout::plan {

namespace {

bool means_what_it_holds(const std::string& path) {
    return path.ends_with("/.") || path == ".";
}

bool means_a_folder(const std::string& path) {
    return path.ends_with('/') || means_what_it_holds(path);
}

}  // namespace

std::string without_end(std::string path) {
    while (path.size() > 1 && means_a_folder(path))
        path.pop_back();
    return path;
}

std::string name_in_path(const std::string& path) {
    const auto plain = without_end(path);
    return plain.substr(plain.rfind('/') + 1);
}

std::string folder_of_path(const std::string& path) {
    const auto plain = without_end(path);
    const auto slash = plain.rfind('/');
    return slash == 0 ? "/" : plain.substr(0, slash);
}

copy_place place_of_copy(const copied_path& from, const copied_path& to) {
    if (!from.is_folder && means_a_folder(from.path))
        throw std::invalid_argument(from.path + " is no folder");
    if (to.exists && to.is_folder) {
        const bool contents = means_what_it_holds(from.path) || name_in_path(from.path).empty();
        return {without_end(to.path), contents ? "." : name_in_path(from.path)};
    }
    if (to.exists && from.is_folder)
        throw std::invalid_argument("a folder cannot be copied to " + to.path +
                                    ", which is a file");
    if (!from.is_folder && means_a_folder(to.path))
        throw std::invalid_argument("there is no folder " + to.path);
    return {folder_of_path(to.path), name_in_path(to.path)};
}

}  // namespace rollout::plan
