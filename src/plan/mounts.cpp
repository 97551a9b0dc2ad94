#include "body.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace rollout::plan {

namespace {

using nlohmann::json;
using kind = compose::volume_mount::kind;

/// Whether `Binds` cannot say it.
bool needs_mount(const compose::project& p, const compose::volume_mount& m) {
    if (m.type == kind::bind) {
        return m.bind && (!m.bind->create_host_path || !m.bind->propagation.empty() ||
                          !m.bind->recursive.empty());
    }
    if (m.type != kind::volume || m.source.empty() || p.volumes.count(m.source) == 0) return true;
    return m.volume &&
           (!m.volume->labels.empty() || !m.volume->subpath.empty() || m.volume->nocopy);
}

std::string source_of(const compose::project& p, const compose::volume_mount& m) {
    const auto found = m.type == kind::volume ? p.volumes.find(m.source) : p.volumes.end();
    return found == p.volumes.end() ? m.source : found->second.name;
}

std::string bind_text(const compose::project& p, const compose::volume_mount& m) {
    auto text = source_of(p, m) + ':' + m.target + (m.read_only ? ":ro" : ":rw");
    if (m.bind && !m.bind->selinux.empty()) text += ',' + m.bind->selinux;
    return text;
}

json bind_options(const compose::bind_options& o) {
    json options = json::object();
    put(options, "Propagation", o.propagation);
    put(options, "CreateMountpoint", o.create_host_path);
    put(options, "NonRecursive", o.recursive == "disabled");
    put(options, "ReadOnlyNonRecursive", o.recursive == "writable");
    put(options, "ReadOnlyForceRecursive", o.recursive == "readonly");
    return options;
}

json volume_options(const compose::volume_options& o) {
    json options = json::object();
    put(options, "NoCopy", o.nocopy);
    put(options, "Labels", o.labels);
    put(options, "Subpath", o.subpath);
    return options;
}

json mount_json(const compose::project& p, const compose::volume_mount& m) {
    json mount = {{"Type", compose::to_string(m.type)}, {"Target", m.target}};
    put(mount, "Source", source_of(p, m));
    put(mount, "ReadOnly", m.read_only);
    put(mount, "Consistency", m.consistency);
    if (m.type == kind::bind && m.bind) mount["BindOptions"] = bind_options(*m.bind);
    if (m.type == kind::volume && m.volume) mount["VolumeOptions"] = volume_options(*m.volume);
    if (m.type == kind::tmpfs && m.tmpfs) {
        auto& options = mount["TmpfsOptions"] = json::object();
        put(options, "SizeBytes", m.tmpfs->size.bytes);
        put(options, "Mode", m.tmpfs->mode);
    }
    if (m.type == kind::image && m.image) {
        auto& options = mount["ImageOptions"] = json::object();
        put(options, "Subpath", m.image->subpath);
    }
    return mount;
}

std::string below(const std::string& folder, const compose::file_mount& use) {
    const bool absolute = !use.target.empty() && use.target.front() == '/';
    return absolute ? use.target : folder + (use.target.empty() ? use.source : use.target);
}

/// A secret's or config's file as a read-only mount.
compose::volume_mount file_mount(const compose::file_object& file, std::string target) {
    compose::volume_mount m;
    m.type = kind::bind;
    m.source = file.file;
    m.read_only = true;
    m.target = std::move(target);
    return m;
}

void add_tmpfs(json& host, const compose::service& s) {
    json all = json::object();
    for (const auto& text : s.tmpfs) {
        const auto colon = text.find(':');
        all[text.substr(0, colon)] = colon == std::string::npos ? "" : text.substr(colon + 1);
    }
    put(host, "Tmpfs", all);
}

}  // namespace

std::string target_of_secret(const compose::file_mount& use) {
    return below("/run/secrets/", use);
}

std::string target_of_config(const compose::file_mount& use) {
    return below("/", use);
}

json handed_on(const observed_mount& m) {
    json mount = {{"Type", m.type}, {"Source", m.source}, {"Target", m.target}};
    put(mount, "ReadOnly", m.read_only);
    return mount;
}

void add_mounts(json& host, const compose::project& p, const compose::service& s,
                const std::vector<observed_mount>& inherited) {
    std::set<std::string> targets;
    for (const auto& m : inherited) {
        targets.insert(m.target);
        host["Mounts"].push_back(handed_on(m));
    }
    for (const auto& m : s.volumes) {
        if (m.source.empty() && targets.contains(m.target)) continue;
        targets.insert(m.target);
        if (needs_mount(p, m)) {
            host["Mounts"].push_back(mount_json(p, m));
        } else {
            host["Binds"].push_back(bind_text(p, m));
        }
    }
    for (const auto& use : s.secrets) {
        auto m = file_mount(p.secrets.at(use.source), target_of_secret(use));
        m.bind.emplace();
        if (!m.source.empty() && targets.insert(m.target).second) {
            host["Mounts"].push_back(mount_json(p, m));
        }
    }
    for (const auto& use : s.configs) {
        const auto m = file_mount(p.configs.at(use.source), target_of_config(use));
        if (!m.source.empty() && targets.insert(m.target).second) {
            host["Mounts"].push_back(mount_json(p, m));
        }
    }
    add_tmpfs(host, s);
}

}  // namespace rollout::plan
