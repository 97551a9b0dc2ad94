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

bool is_that_file(const base::files& files, const std::string& path, const seen_file& seen) {
    const auto changed = std::chrono::floor<std::chrono::seconds>(seen.modified);
    return files.find(path) == seen.text && files.modified(path) == changed;
}

}  // namespace

file_place place_of(const std::string& file, const std::string& in_proxy,
                    const std::optional<seen_file>& seen,
                    const std::vector<engine_api::mount>& mounts, const base::files& files) {
    file_place place;
    place.there = mounted(mounts, in_proxy);
    if (!seen) return place;
    place.text = seen->text;
    if (is_that_file(files, file, *seen)) place.here = file;
    if (place.there) {
        const auto on_host = (fs::path(place.there->mount.source) / place.there->inside).string();
        place.same_paths = is_that_file(files, on_host, *seen);
        if (place.same_paths && !place.here) place.here = on_host;
    }
    if (place.here)
        place.writable = files.is_writable(fs::path(*place.here).parent_path().string());
    return place;
}

file_place neighbour(file_place place, const std::string& name) {
    place.text.reset();
    if (place.here) place.here = fs::path(*place.here).replace_filename(name).string();
    if (place.there)
        place.there->inside = fs::path(place.there->inside).replace_filename(name).string();
    return place;
}

}  // namespace rollout::blue_green
