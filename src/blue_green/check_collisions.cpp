#include "check_rules.hpp"

#include <algorithm>

namespace rollout::blue_green {

namespace {

using level = finding::level;
using findings = std::vector<finding>;

/// A range leaves the engine a choice, and no host port means any.
bool is_one_port(const compose::port& p) {
    return !p.published.empty() && p.published.find('-') == std::string::npos;
}

bool is_every_address(const std::string& ip) {
    return ip.empty() || ip == "0.0.0.0" || ip == "::";
}

bool share_host_port(const compose::port& a, const compose::port& b) {
    const bool same_address =
        a.host_ip == b.host_ip || is_every_address(a.host_ip) || is_every_address(b.host_ip);
    return is_one_port(a) && a.published == b.published && a.protocol == b.protocol && same_address;
}

void no_host_port_of_both(const checked& c, findings& found) {
    for (const auto& port : c.blue.ports) {
        const auto clashes = [&](const compose::port& p) { return share_host_port(port, p); };
        if (std::none_of(c.green.ports.begin(), c.green.ports.end(), clashes)) continue;
        found.push_back({level::error, c.both(),
                         "both colors publish port " + port.published +
                             " of the host, and they run side by side during a deploy",
                         "publish the proxy's port only; nginx reaches a color by its name"});
    }
}

void no_container_name_of_both(const checked& c, findings& found) {
    const auto& blue = c.blue.container_name;
    const auto& green = c.green.container_name;
    if (blue.empty() && green.empty()) return;
    if (blue == green)
        found.push_back({level::error, c.both(), "both colors have the `container_name` " + blue,
                         "leave it out: containers are named by project and service"});
    else if (blue.empty() || green.empty())
        found.push_back({level::advice, green.empty() ? c.blue.name : c.green.name,
                         "`container_name` names the container of one color only, so the name says "
                         "nothing about what is live",
                         "leave it out: containers are named by project and service"});
}

void no_foreign_network_mode(const checked& c, findings& found) {
    for (const auto* s : c.colors()) {
        const auto& mode = s->network_mode;
        if (mode != "host" && mode != "none" && !mode.starts_with("container:")) continue;
        found.push_back({level::error, s->name,
                         "`network_mode: " + mode +
                             "` leaves it no name and no port of its own, by which nginx tells one "
                             "color from the other",
                         "attach it to a network of the proxy"});
    }
}

void a_network_of_the_proxy(const checked& c, findings& found) {
    if (c.settings.has_foreign_proxy()) return;
    const auto& reachable = c.proxy.networks;
    if (reachable.empty()) return;
    for (const auto* s : c.colors()) {
        if (s->networks.empty()) continue;
        const bool shared =
            std::any_of(s->networks.begin(), s->networks.end(),
                        [&](const auto& network) { return reachable.contains(network.first); });
        if (!shared)
            found.push_back(
                {level::error, s->name,
                 "it is in no network of '" + c.proxy.name + "', so nginx does not find it",
                 "attach both to one network"});
    }
}

void no_address_of_both(const checked& c, findings& found) {
    const auto compare = [&](const char* key, const std::string& a, const std::string& b) {
        if (!a.empty() && a == b)
            found.push_back({level::error, c.both(),
                             "both colors have the `" + std::string(key) + "` " + a +
                                 ", and they run side by side during a deploy",
                             "leave it out; nginx reaches a color by its name"});
    };
    compare("mac_address", c.blue.mac_address, c.green.mac_address);
    for (const auto& [name, blue] : c.blue.networks) {
        const auto found_there = c.green.networks.find(name);
        if (found_there == c.green.networks.end()) continue;
        const auto& green = found_there->second;
        compare("ipv4_address", blue.ipv4_address, green.ipv4_address);
        compare("ipv6_address", blue.ipv6_address, green.ipv6_address);
        compare("mac_address", blue.mac_address, green.mac_address);
    }
}

void no_alias_of_both(const checked& c, findings& found) {
    for (const auto& [name, blue] : c.blue.networks) {
        const auto there = c.green.networks.find(name);
        if (there == c.green.networks.end()) continue;
        const auto& green = there->second.aliases;
        for (const auto& alias : blue.aliases)
            if (std::find(green.begin(), green.end(), alias) != green.end())
                found.push_back({level::warning, c.both(),
                                 "both colors have the alias " + alias + " in network " + name +
                                     ": who asks for it gets either version",
                                 "give the alias to the proxy"});
    }
}

/// What tells two volumes apart: a path of the host, or the engine's name.
std::string identity(const compose::project& p, const compose::volume_mount& m) {
    if (m.type == compose::volume_mount::kind::bind) return m.source;
    if (m.type != compose::volume_mount::kind::volume || m.source.empty()) return {};
    const auto volume = p.volumes.find(m.source);
    return volume == p.volumes.end() ? m.source : volume->second.name;
}

void nothing_written_by_both(const checked& c, findings& found) {
    for (const auto& blue : c.blue.volumes) {
        const auto what = identity(c.project, blue);
        if (what.empty() || blue.read_only) continue;
        const auto too = [&](const compose::volume_mount& green) {
            return !green.read_only && green.type == blue.type &&
                   identity(c.project, green) == what;
        };
        if (std::none_of(c.green.volumes.begin(), c.green.volumes.end(), too)) continue;
        found.push_back({level::warning, c.both(),
                         "both colors may write to " + blue.source +
                             ", and two versions run at the same time during a deploy",
                         "mount it `read_only`, or see to it that the old and the new version can "
                         "share it"});
    }
}

constexpr check_rule all_collisions[] = {no_host_port_of_both,    no_container_name_of_both,
                                         no_foreign_network_mode, a_network_of_the_proxy,
                                         no_address_of_both,      no_alias_of_both,
                                         nothing_written_by_both};

}  // namespace

std::span<const check_rule> collision_rules() {
    return all_collisions;
}

}  // namespace rollout::blue_green
