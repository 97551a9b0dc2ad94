#include "engine_folder.hpp"

#include <filesystem>

namespace rollout::blue_green {

namespace {

namespace fs = std::filesystem;

class move_of_paths {
  public:
    move_of_paths(const compose::project& p, const std::string& to)
        : from_(p.working_dir), to_(to), relative_(p.relative_host_paths) {}

    void apply(std::string& path) {
        if (!relative_.contains(path)) return;
        path = moved(path);
        relative_now_.insert(path);
    }

    [[nodiscard]] std::string moved(const std::string& path) const {
        return (to_ / fs::path(path).lexically_relative(from_)).lexically_normal().string();
    }

    std::set<std::string> take_relative() { return std::move(relative_now_); }

  private:
    fs::path from_;
    fs::path to_;
    std::set<std::string> relative_;
    std::set<std::string> relative_now_;
};

/// As the label of what docker compose makes there has it.
std::string folder_without_slash(const std::string& folder) {
    const auto normal = fs::path(folder).lexically_normal();
    return (normal.has_filename() ? normal : normal.parent_path()).string();
}

/// Of a volume that is a folder of the host; empty for any other.
std::string device_of(const compose::project& p, const std::string& volume) {
    const auto found = p.volumes.find(volume);
    if (found == p.volumes.end()) return {};
    const auto device = found->second.driver_opts.find("device");
    return device == found->second.driver_opts.end() ? std::string() : device->second;
}

void move_all(compose::project& p, move_of_paths& move) {
    for (auto& [name, service] : p.services)
        for (auto& mount : service.volumes)
            if (mount.type == compose::volume_mount::kind::bind) move.apply(mount.source);
    for (auto* kind : {&p.secrets, &p.configs})
        for (auto& [name, object] : *kind)
            move.apply(object.file);
    for (auto& [name, volume] : p.volumes)
        if (const auto device = volume.driver_opts.find("device");
            device != volume.driver_opts.end())
            move.apply(device->second);
}

}  // namespace

std::string folder_told_by(const std::vector<plan::observed_container>& containers,
                           const std::string& first) {
    std::string told;
    for (const auto& container : containers) {
        if (container.folder.empty()) continue;
        if (container.id == first) return container.folder;
        if (told.empty()) told = container.folder;
    }
    return told;
}

compose::project project_at(compose::project p, const std::string& folder) {
    const auto target = folder_without_slash(folder);
    if (target == p.working_dir) return p;
    move_of_paths move(p, target);
    move_all(p, move);
    for (auto& file : p.config_files)
        if (file != "-") file = move.moved(file);
    p.relative_host_paths = move.take_relative();
    p.working_dir = target;
    return p;
}

std::set<std::string> relative_paths_of(const compose::project& p,
                                        const std::vector<std::string>& services) {
    std::set<std::string> found;
    const auto note = [&](const std::string& path) {
        if (p.relative_host_paths.contains(path)) found.insert(path);
    };
    for (const auto& name : services) {
        const auto& service = p.services.at(name);
        for (const auto& mount : service.volumes)
            if (mount.type == compose::volume_mount::kind::bind)
                note(mount.source);
            else
                note(device_of(p, mount.source));
        for (const auto& use : service.secrets)
            note(p.secrets.at(use.source).file);
        for (const auto& use : service.configs)
            note(p.configs.at(use.source).file);
    }
    return found;
}

}  // namespace rollout::blue_green
