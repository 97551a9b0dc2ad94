#include <support/engine/ports.hpp>

#include <set>

namespace support::engine {
namespace {

// Calls `use(container port, host address, host port)` for every binding that was asked for.
template <typename Use>
void for_each_binding(const container& one, Use use) {
    const auto& bindings = member(one.host_config, "PortBindings");
    if (!bindings.is_object()) return;
    for (const auto& [inside, list] : bindings.items()) {
        for (const auto& binding : list) {
            use(inside, text_member(binding, "HostIp"), text_member(binding, "HostPort"));
        }
    }
}

std::set<std::string> ports_in_use(const core& engine, const container& without) {
    std::set<std::string> used;
    for (const auto& one : engine.containers) {
        if (one.get() == &without || !one->up()) continue;
        for (const auto& [inside, list] : one->published.items()) {
            for (const auto& binding : list)
                used.insert(text_member(binding, "HostPort"));
        }
    }
    return used;
}

std::string address_or_any(const std::string& address) {
    return address.empty() ? "0.0.0.0" : address;
}

}  // namespace

std::string taken_port(const core& engine, const container& one) {
    const auto used = ports_in_use(engine, one);
    std::string taken;
    for_each_binding(one, [&](const auto&, const auto& address, const auto& port) {
        if (used.contains(port)) taken = address_or_any(address) + ":" + port;
    });
    return taken;
}

json published_ports(const core& engine, const container& one) {
    auto used = ports_in_use(engine, one);
    json made = json::object();
    for (const auto& [inside, nothing] : member(one.config, "ExposedPorts").items()) {
        made[inside] = nullptr;
    }
    for_each_binding(one, [&](const auto& inside, const auto& address, std::string port) {
        int next = 32768;
        while (port.empty() || port == "0" || used.contains(port))
            port = std::to_string(next++);
        used.insert(port);
        auto& list = made[inside];
        if (list.is_null()) list = json::array();
        list.push_back({{"HostIp", address_or_any(address)}, {"HostPort", port}});
        if (address.empty()) list.push_back({{"HostIp", "::"}, {"HostPort", port}});
    });
    return made;
}

}  // namespace support::engine
