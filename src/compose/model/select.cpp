#include <rollout/compose/model/select.hpp>
#include <rollout/compose/tree/error.hpp>

#include <algorithm>
#include <fnmatch.h>
#include <set>

namespace rollout::compose {

namespace {

using name_set = std::set<std::string>;

bool is_enabled(const service& s, const std::vector<std::string>& profiles) {
    if (s.profiles.empty()) return true;
    return std::any_of(profiles.begin(), profiles.end(), [&s](const std::string& active) {
        return active == "*" ||
               std::find(s.profiles.begin(), s.profiles.end(), active) != s.profiles.end();
    });
}

/// The enabled services that a pattern stands for.
name_set matching(const project& p, const std::string& pattern) {
    name_set found;
    for (const auto& [name, s] : p.services) {
        if (fnmatch(pattern.c_str(), name.c_str(), 0) == 0) found.insert(name);
    }
    return found;
}

name_set with_dependencies(const project& p, const std::vector<std::string>& wanted) {
    name_set seen;
    std::vector<std::string> open;
    for (const auto& pattern : wanted) {
        const auto found = matching(p, pattern);
        if (found.empty()) throw error({}, "no such service: " + pattern);
        open.insert(open.end(), found.begin(), found.end());
    }
    while (!open.empty()) {
        const auto name = open.back();
        open.pop_back();
        if (!seen.insert(name).second) continue;
        for (const auto& [needed, how] : p.services.at(name).depends_on) {
            if (p.services.count(needed) > 0) {
                open.push_back(needed);
            } else if (how.required) {
                throw error(how.where, "no such service: " + needed);
            }
        }
    }
    return seen;
}

template <class T>
void keep_only(std::map<std::string, T>& all, const name_set& used) {
    std::erase_if(all, [&used](const auto& e) { return used.count(e.first) == 0; });
}

}  // namespace

void apply_profiles(project& p, const std::vector<std::string>& profiles) {
    p.services.merge(p.disabled_services);
    p.disabled_services.clear();
    for (auto it = p.services.begin(); it != p.services.end();) {
        const auto next = std::next(it);
        if (!is_enabled(it->second, profiles)) {
            p.disabled_services.insert(p.services.extract(it));
        }
        it = next;
    }
    p.profiles = profiles;
}

void select_services(project& p, const std::vector<std::string>& wanted) {
    if (wanted.empty()) return;
    auto profiles = p.profiles;
    for (const auto& name : wanted) {
        const auto disabled = p.disabled_services.find(name);
        if (p.services.count(name) > 0 || disabled == p.disabled_services.end()) continue;
        profiles.insert(profiles.end(), disabled->second.profiles.begin(),
                        disabled->second.profiles.end());
    }
    apply_profiles(p, profiles);
    const auto selected = with_dependencies(p, wanted);
    for (auto it = p.services.begin(); it != p.services.end();) {
        const auto next = std::next(it);
        if (selected.count(it->first) == 0) p.disabled_services.insert(p.services.extract(it));
        it = next;
    }
    for (auto& [name, s] : p.services) {
        std::erase_if(s.depends_on,
                      [&selected](const auto& e) { return selected.count(e.first) == 0; });
    }
}

void apply_default_platform(project& p) {
    const auto it = p.environment.find("DOCKER_DEFAULT_PLATFORM");
    const auto standard = it == p.environment.end() ? std::string() : it->second;
    for (auto& [name, s] : p.services) {
        if (!s.build) continue;
        const auto& platforms = s.build->platforms;
        const auto supports = [&platforms](const std::string& platform) {
            return platforms.empty() ||
                   std::find(platforms.begin(), platforms.end(), platform) != platforms.end();
        };
        if (!standard.empty() && s.platform.empty()) {
            if (!supports(standard)) {
                throw error(s.where, "service \"" + name +
                                         "\" build.platforms does not support value set by "
                                         "DOCKER_DEFAULT_PLATFORM: " +
                                         standard);
            }
            s.platform = standard;
        }
        if (!s.platform.empty() && !supports(s.platform)) {
            throw error(s.where,
                        "service \"" + name +
                            "\" build configuration does not support platform: " + s.platform);
        }
    }
}

void drop_unused_resources(project& p) {
    name_set networks;
    name_set volumes;
    name_set secrets;
    name_set configs;
    name_set models;
    for (const auto& [name, s] : p.services) {
        for (const auto& [key, attachment] : s.networks)
            networks.insert(key);
        for (const auto& mount : s.volumes) {
            if (mount.type == volume_mount::kind::volume) volumes.insert(mount.source);
        }
        for (const auto& secret : s.secrets)
            secrets.insert(secret.source);
        for (const auto& secret : s.build ? s.build->secrets : std::vector<file_mount>())
            secrets.insert(secret.source);
        for (const auto& config : s.configs)
            configs.insert(config.source);
        for (const auto& [key, use] : s.models)
            models.insert(key);
    }
    keep_only(p.networks, networks);
    keep_only(p.volumes, volumes);
    keep_only(p.secrets, secrets);
    keep_only(p.configs, configs);
    keep_only(p.models, models);
}

}  // namespace rollout::compose
