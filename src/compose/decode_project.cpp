#include "decode.hpp"

#include <utility>

namespace rollout::compose {

namespace {

/// What networks and volumes share: their name and whether we own them.
template <class Resource>
void decode_ownership(Resource& out, const std::string& key, const cursor& at,
                      const decode_context& context) {
    std::optional<std::string> name;
    if (const auto v = at.find("name")) name = v->text();
    if (const auto external = at.find("external")) {
        out.external = external->value().is_mapping() || decode_flag(*external, context);
        if (const auto old_name = external->find("name")) {
            context.notes->add(key +
                               ": external.name is deprecated. Please set name and external: "
                               "true");
            name = old_name->text();
        }
    }
    out.name = name.value_or(out.external ? key : context.project_name + '_' + key);
    if (!out.external) return;
    at.each_entry([](const node::entry& e, const cursor& value) {
        if (e.key != "name" && e.key != "external" && e.key.rfind("x-", 0) != 0) {
            value.fail("cannot be set together with \"external\"");
        }
    });
}

template <class Resource>
void decode_driver(Resource& out, const cursor& at) {
    if (const auto v = at.find("driver")) out.driver = v->text();
    if (const auto v = at.find("driver_opts")) out.driver_opts = decode_text_map(*v);
    if (const auto v = at.find("labels")) out.labels = decode_text_map(*v);
}

void decode_services(project& out, const cursor& root, decode_context& context) {
    const auto services = root.find("services");
    if (!services) return;
    services->each_entry([&](const node::entry& e, const cursor& at) {
        out.services[e.key] = decode_service(e.key, e.key_where, at, context);
    });
}

/// Every network that is declared, and `default` when a service uses it undeclared.
void decode_networks(project& out, const cursor& root, const decode_context& context) {
    if (const auto networks = root.find("networks")) {
        networks->each_entry([&](const node::entry& e, const cursor& at) {
            out.networks[e.key] = decode_network(e.key, at, context);
        });
    }
    for (const auto& [name, s] : out.services) {
        if (s.networks.count("default") == 0 || out.networks.count("default") > 0) continue;
        out.networks["default"].name = context.project_name + "_default";
    }
}

/// An optional dependency on a service that is not there is none.
void drop_missing_optional_dependencies(project& out) {
    for (auto& [name, s] : out.services) {
        for (auto it = s.depends_on.begin(); it != s.depends_on.end();) {
            const bool drop = !it->second.required && out.services.count(it->first) == 0;
            it = drop ? s.depends_on.erase(it) : std::next(it);
        }
    }
}

}  // namespace

network decode_network(const std::string& key, const cursor& at, const decode_context& context) {
    network out;
    decode_ownership(out, key, at, context);
    decode_driver(out, at);
    if (const auto v = at.find("internal")) out.internal = decode_flag(*v, context);
    if (const auto v = at.find("attachable")) out.attachable = decode_flag(*v, context);
    return out;
}

volume decode_volume(const std::string& key, const cursor& at, const decode_context& context) {
    volume out;
    decode_ownership(out, key, at, context);
    decode_driver(out, at);
    const auto option = out.driver_opts.find("o");
    const auto device = out.driver_opts.find("device");
    if (out.driver == "local" && option != out.driver_opts.end() && option->second == "bind" &&
        device != out.driver_opts.end()) {
        device->second = context.absolute(device->second);
    }
    return out;
}

project decode_project(const node& root, decode_context& context) {
    project out;
    out.name = context.project_name;
    out.working_dir = context.working_dir;
    const cursor top(root);
    decode_services(out, top, context);
    decode_networks(out, top, context);
    if (const auto volumes = top.find("volumes")) {
        volumes->each_entry([&](const node::entry& e, const cursor& at) {
            out.volumes[e.key] = decode_volume(e.key, at, context);
        });
    }
    top.each_entry([&out](const node::entry& e, const cursor& at) {
        if (e.key.rfind("x-", 0) == 0) out.extensions[e.key] = at.value();
    });
    drop_missing_optional_dependencies(out);
    return out;
}

}  // namespace rollout::compose
