#include "check_project.hpp"

#include "near_miss.hpp"

#include <rollout/compose/error.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::compose {

namespace {

template <class Map>
std::string suggestion(const Map& known, const std::string& name) {
    std::vector<std::string_view> names;
    for (const auto& [key, value] : known)
        names.push_back(key);
    const auto near = near_miss(name, names);
    return near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?";
}

void check_references(const project& p, const service& s) {
    const auto at = "services." + s.name;
    for (const auto& [name, attachment] : s.networks) {
        if (p.networks.count(name) > 0) continue;
        throw error(attachment.where, at + ".networks: refers to undefined network \"" + name +
                                          '"' + suggestion(p.networks, name));
    }
    for (const auto& mount : s.volumes) {
        if (mount.type != volume_mount::kind::volume || mount.source.empty() ||
            p.volumes.count(mount.source) > 0) {
            continue;
        }
        throw error(mount.where, at + ".volumes: refers to undefined volume \"" + mount.source +
                                     '"' + suggestion(p.volumes, mount.source));
    }
    for (const auto& [name, dependency] : s.depends_on) {
        if (p.services.count(name) > 0) continue;
        throw error(dependency.where, at + ".depends_on: depends on undefined service \"" + name +
                                          '"' + suggestion(p.services, name));
    }
}

/// Services that remain when those whose dependencies are all gone are taken out, again and again.
std::set<std::string> services_in_cycles(const project& p) {
    std::map<std::string, std::size_t> open;
    std::map<std::string, std::vector<std::string>> dependents;
    std::vector<std::string> ready;
    for (const auto& [name, s] : p.services) {
        open[name] = s.depends_on.size();
        if (s.depends_on.empty()) ready.push_back(name);
        for (const auto& [needed, dependency] : s.depends_on)
            dependents[needed].push_back(name);
    }
    while (!ready.empty()) {
        const auto done = ready.back();
        ready.pop_back();
        open.erase(done);
        for (const auto& name : dependents[done]) {
            if (--open[name] == 0) ready.push_back(name);
        }
    }
    std::set<std::string> left;
    for (const auto& [name, count] : open)
        left.insert(name);
    return left;
}

void check_cycles(const project& p) {
    const auto left = services_in_cycles(p);
    if (left.empty()) return;
    std::vector<std::string> way;
    std::set<std::string> seen;
    auto name = *left.begin();
    position where;
    while (seen.insert(name).second) {
        way.push_back(name);
        const auto& needs = p.services.at(name).depends_on;
        const auto next = std::find_if(needs.begin(), needs.end(), [&left](const auto& need) {
            return left.count(need.first) > 0;
        });
        where = next->second.where;
        name = next->first;
    }
    std::string text;
    for (auto it = std::find(way.begin(), way.end(), name); it != way.end(); ++it) {
        text += *it + " -> ";
    }
    throw error(where, "services." + way.back() + ".depends_on: dependency cycle: " + text + name);
}

}  // namespace

void check_project(const project& p) {
    for (const auto& [name, s] : p.services) {
        if (s.image.empty() && !s.build) {
            throw error(s.where, "services." + name +
                                     ": has neither an image nor a build context specified");
        }
        check_references(p, s);
    }
    check_cycles(p);
}

}  // namespace rollout::compose
