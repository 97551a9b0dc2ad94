#include "file_place.hpp"

#include "path_below.hpp"

#include <chrono>
#include <filesystem>

namespace rollout::blue_green {

namespace {

namespace fs = std::filesystem;

std::optional<engine_work::mounted_file> mounted(const std::vector<engine_api::mount>& mounts,
                                                 const std::string& in_proxy) {
    std::optional<engine_work::mounted_file> innermost;
    for (const auto& mount : mounts) {
        if (mount.type != "bind" && mount.type != "volume") continue;
        const auto inside = path_below(fs::path(mount.destination).lexically_normal(), in_proxy);
        if (!inside) continue;
        if (innermost && innermost->mount.destination.size() > mount.destination.size()) continue;
        innermost = {mount, inside->string()};
    }
    return innermost;
}

bool is_that_file(const base::files& files, const std::string& path, const file_stamp& stamp,
                  const std::optional<std::string>& text) {
    if (!text && !stamp.is_unique()) return false;
    const auto found = files.find(path);
    if (!found || static_cast<std::int64_t>(found->size()) != stamp.size) return false;
    return files.modified(path) == stamp.modified && (!text || found == text);
}

}  // namespace

bool file_stamp::is_unique() const {
    return modified != std::chrono::floor<std::chrono::seconds>(modified);
}

file_place place_of(const std::string& file, const std::string& in_proxy,
                    const std::optional<file_stamp>& stamp, const std::optional<std::string>& text,
                    const std::vector<engine_api::mount>& mounts, const base::files& files) {
    file_place place;
    place.there = mounted(mounts, in_proxy);
    if (!stamp) return place;
    if (is_that_file(files, file, *stamp, text)) place.here = file;
    if (place.there) {
        const auto on_host = (fs::path(place.there->mount.source) / place.there->inside).string();
        place.same_paths = is_that_file(files, on_host, *stamp, text);
        if (place.same_paths && !place.here) place.here = on_host;
    }
    if (place.here)
        place.writable = files.is_writable(fs::path(*place.here).parent_path().string());
    return place;
}

file_place neighbour(file_place place, const std::string& name) {
    if (place.here) place.here = fs::path(*place.here).replace_filename(name).string();
    if (place.there)
        place.there->inside = fs::path(place.there->inside).replace_filename(name).string();
    return place;
}

}  // namespace rollout::blue_green
