#include "wire/decode_network.hpp"

#include <string>

namespace engine_api::wire {

std::vector<network_summary> decode_networks(const json& list) {
    std::vector<network_summary> rows;
    for (const auto& j : list) {
        auto& row = rows.emplace_back();
        row.id = value<std::string>(j, "Id");
        row.name = value<std::string>(j, "Name");
        row.driver = value<std::string>(j, "Driver");
        row.labels = value<string_map>(j, "Labels");
    }
    return rows;
}

network_details decode_network(const json& j) {
    network_details n;
    n.id = value<std::string>(j, "Id");
    n.name = value<std::string>(j, "Name");
    n.driver = value<std::string>(j, "Driver");
    n.scope = value<std::string>(j, "Scope");
    n.created = value<std::string>(j, "Created");
    n.internal = value<bool>(j, "Internal");
    n.attachable = value<bool>(j, "Attachable");
    n.labels = value<string_map>(j, "Labels");
    n.options = value<string_map>(j, "Options");
    for (const auto& [id, row] : member(j, "Containers").items()) {
        auto& c = n.containers[id];
        c.name = value<std::string>(row, "Name");
        c.ipv4 = value<std::string>(row, "IPv4Address");
        c.ipv6 = value<std::string>(row, "IPv6Address");
    }
    return n;
}

}  // namespace engine_api::wire
