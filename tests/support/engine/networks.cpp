#include <support/engine/lifecycle.hpp>
#include <support/engine/text.hpp>

#include <algorithm>

namespace support::engine {
namespace {

json containers_on(const core& engine, const network& one) {
    json made = json::object();
    for (const auto& user : engine.connected_to(one)) {
        for (const auto& [name, at] : user->endpoints) {
            if (at.network_id != one.id || user->status != "running") continue;
            made[user->id] = {{"Name", user->name},
                              {"EndpointID", at.id},
                              {"MacAddress", "02:42:ac:" + user->id.substr(0, 2) + ":00:02"},
                              {"IPv4Address", at.address.empty() ? "" : at.address + "/16"},
                              {"IPv6Address", ""}};
        }
    }
    return made;
}

json address_management(const network& one) {
    const auto& asked = member(one.request, "IPAM");
    if (!member(asked, "Config").empty()) return asked;
    json made{{"Driver", "default"}, {"Options", nullptr}, {"Config", json::array()}};
    if (one.subnet > 0) {
        const auto prefix = "172." + std::to_string(one.subnet) + ".0.";
        made["Config"].push_back({{"Subnet", prefix + "0/16"}, {"Gateway", prefix + "1"}});
    }
    return made;
}

json view(const core& engine, const network& one, bool listed) {
    return {{"Name", one.name},
            {"Id", one.id},
            {"Created", rfc3339(one.created)},
            {"Scope", "local"},
            {"Driver", one.driver},
            {"EnableIPv6", flag_member(one.request, "EnableIPv6")},
            {"IPAM", address_management(one)},
            {"Internal", flag_member(one.request, "Internal")},
            {"Attachable", flag_member(one.request, "Attachable")},
            {"Ingress", false},
            {"ConfigFrom", {{"Network", ""}}},
            {"ConfigOnly", false},
            {"Containers", listed ? json::object() : containers_on(engine, one)},
            {"Options", one.options},
            {"Labels", one.labels}};
}

bool passes(const network& one, const filters& wanted) {
    const auto labels = one.labels.get<std::map<std::string, std::string>>();
    return wanted.all("label", [&](const auto& value) { return label_matches(labels, value); }) &&
           // Part of a name is enough for the engine.
           wanted.any(
               "name",
               [&](const auto& value) { return one.name.find(value) != std::string::npos; }) &&
           wanted.any("id", [&](const auto& value) { return one.id.starts_with(value); }) &&
           wanted.any("driver", [&](const auto& value) { return one.driver == value; });
}

reply answer_list(const core& engine, const request& asked) {
    const auto wanted =
        filters::of(asked, {"dangling", "driver", "id", "label", "name", "scope", "type"});
    json made = json::array();
    for (const auto& one : engine.networks) {
        if (passes(*one, wanted)) made.push_back(view(engine, *one, true));
    }
    return ok(made);
}

json object_or_empty(const json& value) {
    return value.is_object() ? value : json::object();
}

reply answer_create(core& engine, const request& asked) {
    const auto body = body_of(asked);
    const auto name = text_member(body, "Name");
    if (name.empty()) throw refusal{500, "invalid name: "};
    std::string warning;
    for (const auto& one : engine.networks) {
        if (one->name != name) continue;
        if (flag_member(body, "CheckDuplicate")) {
            throw refusal{409, "network with name " + name + " already exists"};
        }
        warning = "Network with name " + name + " (id : " + one->id + ") already exists";
    }
    auto made = std::make_shared<network>();
    made->id = text::fresh_id();
    made->name = name;
    made->driver = text_member(body, "Driver");
    if (made->driver.empty()) made->driver = "bridge";
    made->labels = object_or_empty(member(body, "Labels"));
    made->options = object_or_empty(member(body, "Options"));
    made->request = body;
    made->created = now();
    made->subnet = 15 + static_cast<int>(engine.networks.size());
    engine.networks.push_back(made);
    engine.tell(*made, "create");
    return reply::json(201, encoded({{"Id", made->id}, {"Warning", warning}}) + "\n");
}

reply answer_remove(core& engine, const std::string& reference) {
    const auto one = engine.need_network(reference);
    if (one->name == "bridge" || one->name == "host" || one->name == "none") {
        throw refusal{403, one->name + " is a pre-defined network and cannot be removed"};
    }
    if (!engine.connected_to(*one).empty()) {
        throw refusal{403, "error while removing network: network " + one->name + " id " + one->id +
                               " has active endpoints"};
    }
    std::erase(engine.networks, one);
    engine.tell(*one, "destroy");
    return reply::empty(204);
}

reply answer_connect(core& engine, const request& asked, const std::string& reference) {
    const auto to = engine.need_network(reference);
    const auto body = body_of(asked);
    const auto one = engine.need_container(text_member(body, "Container"));
    const auto present = one->endpoints.find(to->name);
    if (present != one->endpoints.end() && !present->second.id.empty()) {
        throw refusal{403,
                      "endpoint with name " + one->name + " already exists in network " + to->name};
    }
    endpoint made;
    made.network = to->name;
    made.network_id = to->id;
    made.asked = member(body, "EndpointConfig");
    for (const auto& alias : member(made.asked, "Aliases"))
        made.aliases.push_back(alias);
    auto& kept = one->endpoints[to->name] = made;
    // One that does not run is connected when it starts.
    if (one->up()) connect(engine, *one, kept);
    return reply::empty(200);
}

reply answer_disconnect(core& engine, const request& asked, const std::string& reference) {
    const auto from = engine.need_network(reference);
    const auto one = engine.need_container(text_member(body_of(asked), "Container"));
    const auto at = std::find_if(one->endpoints.begin(), one->endpoints.end(), [&](auto& entry) {
        return entry.second.network == from->name || entry.second.network == from->id;
    });
    if (at == one->endpoints.end()) {
        throw refusal{500, "container " + one->id + " is not connected to network " + from->name};
    }
    disconnect(engine, *one, at->second);
    one->endpoints.erase(at);
    return reply::empty(200);
}

}  // namespace

void add_network_endpoints(core& engine, router& routes) {
    routes.add("GET", "/networks", [&engine](const request& asked, const std::string&) {
        return answer_list(engine, asked);
    });
    routes.add("GET", "/networks/{id}", [&engine](const request&, const std::string& id) {
        return ok(view(engine, *engine.need_network(id), false));
    });
    routes.add("POST", "/networks/create", [&engine](const request& asked, const std::string&) {
        return answer_create(engine, asked);
    });
    routes.add("DELETE", "/networks/{id}", [&engine](const request&, const std::string& id) {
        return answer_remove(engine, id);
    });
    routes.add("POST", "/networks/{id}/connect",
               [&engine](const request& asked, const std::string& id) {
                   return answer_connect(engine, asked, id);
               });
    routes.add("POST", "/networks/{id}/disconnect",
               [&engine](const request& asked, const std::string& id) {
                   return answer_disconnect(engine, asked, id);
               });
}

}  // namespace support::engine
