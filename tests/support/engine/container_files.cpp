#include <support/engine/container_files.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace support::engine {

namespace fs = std::filesystem;

namespace {

std::string normal(const std::string& path) {
    auto made = fs::path("/" + path).lexically_normal().string();
    while (made.size() > 1 && made.back() == '/')
        made.pop_back();
    if (made.starts_with("//")) made.erase(0, 1);
    return made;
}

bool below(const std::string& path, const std::string& folder) {
    return path == folder || folder == "/" || path.starts_with(folder + "/");
}

// Folders that every image here has.
const std::set<std::string>& folders_of_images() {
    static const std::set<std::string> known{"/", "/bin", "/etc", "/tmp", "/usr", "/var"};
    return known;
}

bool is_memory_folder(const container& one, const std::string& path) {
    if (folders_of_images().contains(path)) return true;
    const auto inside = [&](const auto& file) { return file.first.starts_with(path + "/"); };
    return std::any_of(one.files.begin(), one.files.end(), inside) ||
           std::any_of(one.mounts.begin(), one.mounts.end(),
                       [&](const mount& at) { return below(normal(at.destination), path); });
}

file_entry folder_entry(std::string name, instant changed) {
    return {std::move(name), true, "", "", 0755, changed};
}

std::optional<file_entry> host_entry(const fs::path& path, std::string name) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return std::nullopt;
    file_entry made;
    made.name = std::move(name);
    made.folder = S_ISDIR(info.st_mode);
    made.mode = info.st_mode & 07777;
    made.changed = instant(std::chrono::seconds(info.st_mtim.tv_sec) +
                           std::chrono::nanoseconds(info.st_mtim.tv_nsec));
    if (S_ISLNK(info.st_mode)) {
        made.link = fs::read_symlink(path);
    } else if (S_ISREG(info.st_mode)) {
        made.content = read_file(path);
    }
    return made;
}

std::vector<file_entry> host_tree(const fs::path& root) {
    std::vector<file_entry> made;
    const auto top = host_entry(root, "");
    if (!top) return made;
    made.push_back(*top);
    if (!top->folder) return made;
    for (const auto& each : fs::recursive_directory_iterator(root)) {
        if (auto entry = host_entry(each.path(), fs::relative(each.path(), root))) {
            made.push_back(std::move(*entry));
        }
    }
    std::sort(made.begin(), made.end(),
              [](const auto& one, const auto& other) { return one.name < other.name; });
    return made;
}

void replace_on_host(const fs::path& target, const file_entry& entry) {
    std::error_code ignored;
    if (entry.folder) {
        fs::create_directories(target);
        return;
    }
    fs::create_directories(target.parent_path());
    fs::remove(target, ignored);
    if (!entry.link.empty()) {
        fs::create_symlink(entry.link, target);
        return;
    }
    write_file(target, entry.content);
    fs::permissions(target, static_cast<fs::perms>(entry.mode), ignored);
}

}  // namespace

placement place(const container& one, const std::string& path) {
    placement made;
    made.path = normal(path);
    std::size_t longest = 0;
    for (const auto& at : one.mounts) {
        const auto destination = normal(at.destination);
        if (!below(made.path, destination) || destination.size() < longest) continue;
        longest = destination.size();
        made.writable = at.writable;
        const auto rest = made.path.substr(destination == "/" ? 0 : destination.size());
        made.host = rest.empty() ? fs::path(at.on_disk) : fs::path(at.on_disk + rest);
    }
    return made;
}

std::optional<file_entry> stat_file(const container& one, const std::string& path) {
    const auto at = place(one, path);
    const auto name = fs::path(at.path).filename().string();
    if (at.host) return host_entry(*at.host, name);
    if (const auto file = one.files.find(at.path); file != one.files.end()) {
        return file_entry{name, false, file->second, "", 0644, one.created};
    }
    if (is_memory_folder(one, at.path)) return folder_entry(name, one.created);
    return std::nullopt;
}

std::vector<file_entry> read_tree(const container& one, const std::string& path) {
    const auto at = place(one, path);
    if (at.host) return host_tree(*at.host);
    auto top = stat_file(one, path);
    if (!top) return {};
    top->name.clear();
    std::vector<file_entry> made{*top};
    const auto prefix = at.path == "/" ? at.path : at.path + "/";
    for (const auto& [file, content] : one.files) {
        if (file.starts_with(prefix)) {
            made.push_back({file.substr(prefix.size()), false, content, "", 0644, one.created});
        }
    }
    return made;
}

std::optional<std::string> read_text(const container& one, const std::string& path) {
    const auto at = place(one, path);
    if (!at.host) {
        const auto file = one.files.find(at.path);
        return file == one.files.end() ? std::nullopt : std::optional(file->second);
    }
    std::error_code error;
    if (!fs::is_regular_file(*at.host, error)) return std::nullopt;
    return read_file(*at.host);
}

std::vector<std::string> list_folder(const container& one, const std::string& path) {
    std::set<std::string> names;
    for (const auto& entry : read_tree(one, path)) {
        const auto name = entry.name.substr(0, entry.name.find('/'));
        if (!name.empty()) names.insert(name);
    }
    return {names.begin(), names.end()};
}

void write_tree(container& one, const std::string& folder, const std::vector<file_entry>& entries) {
    for (const auto& entry : entries) {
        const auto at = place(one, folder + "/" + entry.name);
        if (at.host) {
            replace_on_host(*at.host, entry);
        } else if (!entry.folder) {
            one.files[at.path] = entry.content;
        }
    }
}

}  // namespace support::engine
