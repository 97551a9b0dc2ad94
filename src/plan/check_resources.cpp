#include <rollout/plan/check_resources.hpp>
#include <rollout/plan/create_request.hpp>

#include <set>

namespace rollout::plan {

namespace {

using findings = std::vector<resource_finding>;

constexpr const char* set_external = "; set `external: true` to use it, or give yours another name";

std::set<std::string> networks_of(const compose::project& p,
                                  const std::vector<std::string>& services) {
    std::set<std::string> keys;
    for (const auto& name : services)
        for (const auto& [key, attachment] : p.services.at(name).networks)
            keys.insert(key);
    return keys;
}

std::set<std::string> volumes_of(const compose::project& p,
                                 const std::vector<std::string>& services) {
    std::set<std::string> keys;
    for (const auto& name : services)
        for (const auto& mount : p.services.at(name).volumes)
            if (mount.type == compose::volume_mount::kind::volume &&
                p.volumes.contains(mount.source))
                keys.insert(mount.source);
    return keys;
}

template <class Resource>
const Resource* named(const std::vector<Resource>& all, const std::string& name) {
    for (const auto& one : all)
        if (one.name == name) return &one;
    return nullptr;
}

std::string missing(const char* kind, const std::string& name) {
    return std::string("external ") + kind + " \"" + name +
           "\" not found: create it, or take `external` out of the file to have it made";
}

std::string made_by_whom(const std::string& project) {
    return project.empty() ? "was not made by a Compose project"
                           : "was made for project '" + project + "'";
}

void check_network(const compose::project& p, const observed& o, const std::string& key,
                   findings& found) {
    const auto& network = p.networks.at(key);
    const auto* there = find_network(o, network.name);
    if (!there) {
        if (network.external) found.push_back({true, true, missing("network", network.name)});
        return;
    }
    if (network.external) return;
    if (there->key != key)
        found.push_back({true, false,
                         "the network " + network.name + " is there and " +
                             made_by_whom(there->project) +
                             (there->key.empty() ? "" : " as its '" + there->key + '\'') +
                             ", not as '" + key + "' of this file" + set_external});
    else if (there->project != p.name)
        found.push_back({false, false,
                         "the network " + network.name + " " + made_by_whom(there->project) +
                             " and is used all the same" + set_external});
}

void check_volume(const compose::project& p, const observed& o, const std::string& key,
                  findings& found) {
    const auto& volume = p.volumes.at(key);
    const auto* there = named(o.volumes, volume.name);
    if (!there) {
        if (volume.external) found.push_back({true, false, missing("volume", volume.name)});
        return;
    }
    if (!volume.external && there->project != p.name)
        found.push_back({false, false,
                         "the volume " + volume.name + " " + made_by_whom(there->project) +
                             " and is used all the same" + set_external});
}

}  // namespace

findings check_resources(const compose::project& p, const observed& o,
                         const std::vector<std::string>& services) {
    findings found;
    for (const auto& key : networks_of(p, services))
        check_network(p, o, key, found);
    for (const auto& key : volumes_of(p, services))
        check_volume(p, o, key, found);
    return found;
}

}  // namespace rollout::plan
