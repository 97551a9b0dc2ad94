#include "diverged.hpp"

#include <rollout/compose/model/hash.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <set>

namespace rollout::plan {

namespace {

using kind = compose::volume_mount::kind;

std::string other_image(const compose::project& p, const observed& o, const compose::service& s,
                        const observed_container& c) {
    const auto image = o.images.find(image_reference(p, s));
    const auto& made_from = c.image_label.empty() ? c.image_id : c.image_label;
    const bool other = image != o.images.end() && image->second != made_from;
    return other ? "its image changed" : "";
}

/// One whose definition changed is made anew with all that is on it.
std::string off_network(const compose::project& p, const observed& o, const compose::service& s,
                        const observed_container& c) {
    if (!c.running()) return {};
    for (const auto& [key, attachment] : s.networks) {
        const auto& network = p.networks.at(key);
        const auto* there = find_network(o, network.name);
        const bool attached =
            there && std::any_of(c.networks.begin(), c.networks.end(),
                                 [&](const auto& one) { return one.second == there->id; });
        if (!attached) return "it is not in the network " + network.name;
    }
    return {};
}

std::string without_volume(const compose::project& p, const compose::service& s,
                           const observed_container& c) {
    for (const auto& m : s.volumes) {
        const auto volume = p.volumes.find(m.source);
        if (m.type != kind::volume || volume == p.volumes.end()) continue;
        const auto& name = volume->second.name;
        const bool mounted = std::any_of(c.mounts.begin(), c.mounts.end(), [&](const auto& one) {
            return one.type == "volume" && one.source == name;
        });
        if (!mounted) return "it does not mount the volume " + name;
    }
    return {};
}

}  // namespace

std::string why_diverged(const compose::project& p, const observed& o, const compose::service& s,
                         const observed_container& c) {
    if (c.config_hash != config_hash(p, s)) return "its configuration changed";
    if (auto why = other_image(p, o, s, c); !why.empty()) return why;
    if (auto why = off_network(p, o, s, c); !why.empty()) return why;
    return without_volume(p, s, c);
}

bool is_diverged(const compose::project& p, const std::string& key, const observed_network& there) {
    const auto& network = p.networks.at(key);
    const bool ours = !network.external && there.project == p.name && there.key == key;
    return ours && !there.config_hash.empty() &&
           there.config_hash != compose::network_hash(network);
}

std::vector<observed_mount> anonymous_mounts(const compose::service& s,
                                             const observed_container& c) {
    std::vector<observed_mount> found;
    for (const auto& mount : c.mounts) {
        const bool asked =
            std::any_of(s.volumes.begin(), s.volumes.end(), [&](const compose::volume_mount& m) {
                return m.type == kind::volume && m.source.empty() && m.target == mount.target;
            });
        if (asked && mount.type != "tmpfs") found.push_back(mount);
    }
    return found;
}

std::vector<observed_mount> other_mounts(const compose::service& s, const observed_container& c) {
    std::set<std::string> spoken_for;
    for (const auto& m : s.volumes)
        spoken_for.insert(m.target);
    for (const auto& text : s.tmpfs)
        spoken_for.insert(text.substr(0, text.find(':')));
    std::vector<observed_mount> found;
    for (const auto& mount : c.mounts)
        if (mount.type != "tmpfs" && !spoken_for.contains(mount.target)) found.push_back(mount);
    return found;
}

}  // namespace rollout::plan
