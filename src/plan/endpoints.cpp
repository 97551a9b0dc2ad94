#include "body.hpp"

#include <rollout/plan/create_request.hpp>

#include <algorithm>

namespace rollout::plan {

namespace {

using nlohmann::json;

constexpr const char* interface_option = "com.docker.network.endpoint.ifname";

std::string mac_address(const compose::service& s, const std::string& key,
                        const compose::network_attachment& a) {
    const bool primary = networks_by_priority(s).front() == key;
    return a.mac_address.empty() && primary ? s.mac_address : a.mac_address;
}

}  // namespace

std::vector<std::string> networks_by_priority(const compose::service& s) {
    std::vector<std::string> keys;
    for (const auto& [key, attachment] : s.networks)
        keys.push_back(key);
    std::stable_sort(keys.begin(), keys.end(), [&s](const auto& a, const auto& b) {
        return s.networks.at(a).priority > s.networks.at(b).priority;
    });
    return keys;
}

json endpoint(const compose::project& p, const compose::service& s, const std::string& key,
              int number) {
    const auto& a = s.networks.at(key);
    json aliases = {container_name(p, s, number), s.name};
    for (const auto& alias : a.aliases)
        aliases.push_back(alias);
    json settings = {{"Aliases", std::move(aliases)}};
    put(settings, "Links", links(p, s, number));
    put(settings, "MacAddress", mac_address(s, key, a));
    if (!a.given) return settings;
    auto& ipam = settings["IPAMConfig"] = json::object();
    put(ipam, "IPv4Address", a.ipv4_address);
    put(ipam, "IPv6Address", a.ipv6_address);
    put(ipam, "LinkLocalIPs", a.link_local_ips);
    // Also where docker compose puts them; engines do not read these two.
    put(settings, "IPAddress", a.ipv4_address);
    put(settings, "IPv6Gateway", a.ipv6_address);
    auto options = a.driver_opts;
    if (!a.interface_name.empty()) options[interface_option] = a.interface_name;
    put(settings, "DriverOpts", options);
    put(settings, "GwPriority", a.gw_priority);
    return settings;
}

std::vector<std::string> links(const compose::project& p, const compose::service& s, int number) {
    const auto own_number = '-' + std::to_string(number);
    std::vector<std::string> all;
    for (const auto& link : s.links) {
        const auto colon = link.find(':');
        const auto service = link.substr(0, colon);
        const auto found = p.services.find(service);
        if (found == p.services.end()) continue;
        const auto alias = colon == std::string::npos ? service : link.substr(colon + 1);
        for (const auto& container : container_names(p, found->second))
            for (const auto& name :
                 {alias, service + own_number, p.name + '-' + service + own_number})
                all.push_back(container + ':' + name);
    }
    for (const auto& link : s.external_links) {
        const bool has_alias = link.find(':') != std::string::npos;
        all.push_back(has_alias ? link : link + ':' + link);
    }
    return all;
}

}  // namespace rollout::plan
