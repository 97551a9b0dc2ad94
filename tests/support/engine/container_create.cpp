#include <support/engine/container_defaults.hpp>
#include <support/engine/lifecycle.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <system_error>
#include <utility>

namespace support::engine {
namespace {

void lay_over(json& base, const json& given, const std::set<std::string>& without = {}) {
    for (const auto& [key, value] : given.items()) {
        if (!value.is_null() && !without.contains(key)) base[key] = value;
    }
}

bool is_unset(const json& value) {
    return value.is_null() || value == "" || value == 0 || value.empty();
}

void merge_environment(json& config, const json& image_env) {
    std::set<std::string> set;
    for (const auto& entry : config["Env"]) {
        const auto text = entry.get<std::string>();
        set.insert(text.substr(0, text.find('=')));
    }
    for (const auto& entry : image_env) {
        const auto text = entry.get<std::string>();
        if (!set.contains(text.substr(0, text.find('=')))) config["Env"].push_back(entry);
    }
}

void merge_healthcheck(json& config, const json& of_image) {
    if (of_image.is_null()) return;
    auto& mine = config["Healthcheck"];
    if (mine.is_null()) {
        mine = of_image;
        return;
    }
    for (const auto& [key, value] : of_image.items()) {
        if (is_unset(member(mine, key))) mine[key] = value;
    }
}

void merge_image(json& config, const json& of_image) {
    merge_environment(config, member(of_image, "Env"));
    if (config["Cmd"].empty() && config["Entrypoint"].empty()) {
        config["Cmd"] = member(of_image, "Cmd");
    }
    for (const char* key : {"Entrypoint", "WorkingDir", "User", "StopSignal", "ExposedPorts"}) {
        if (is_unset(member(config, key)) && !is_unset(member(of_image, key))) {
            config[key] = member(of_image, key);
        }
    }
    const auto& labels = member(of_image, "Labels");
    for (const auto& [key, value] : labels.items()) {
        if (!config["Labels"].contains(key)) config["Labels"][key] = value;
    }
    merge_healthcheck(config, member(of_image, "Healthcheck"));
    if (config["Healthcheck"].is_null()) config.erase("Healthcheck");
}

mount volume_mount(core& engine, const std::string& given, std::string destination,
                   std::string mode, bool writable) {
    const auto name = given.empty() ? text::fresh_id() : given;
    const auto kept = engine.make_volume(name, nullptr, nullptr);
    return {"volume",        name,     kept->folder, std::move(destination),
            std::move(mode), writable, {},           given.empty()};
}

mount mount_of_bind(core& engine, const std::string& bind) {
    const auto parts = text::split(bind, ':');
    if (parts.size() < 2 || parts.size() > 3 || !parts[1].starts_with('/')) {
        throw refusal{400, "invalid volume specification: '" + bind + "'"};
    }
    const auto mode = parts.size() == 3 ? parts[2] : "";
    const auto options = text::split(mode, ',');
    const bool writable = std::find(options.begin(), options.end(), "ro") == options.end();
    if (parts[0].starts_with('/')) return {"bind", "", parts[0], parts[1], mode, writable};
    return volume_mount(engine, parts[0], parts[1], mode, writable);
}

mount mount_of_entry(core& engine, const json& entry) {
    const auto type = text_member(entry, "Type");
    const auto source = text_member(entry, "Source");
    const auto target = text_member(entry, "Target");
    const bool writable = !flag_member(entry, "ReadOnly");
    if (type == "volume") return volume_mount(engine, source, target, "z", writable);
    if (type != "bind") return {type, "", source, target, "", writable};
    std::error_code ignored;
    if (!std::filesystem::exists(engine.on_disk(source), ignored)) {
        throw refusal{
            400,
            "invalid mount config for type \"bind\": bind source path does not exist: " + source};
    }
    return {"bind", "", source, target, "", writable};
}

void set_mounts(core& engine, container& made) {
    for (const auto& bind : member(made.host_config, "Binds")) {
        made.mounts.push_back(mount_of_bind(engine, bind.get<std::string>()));
    }
    for (const auto& entry : member(made.host_config, "Mounts")) {
        made.mounts.push_back(mount_of_entry(engine, entry));
    }
    for (auto& at : made.mounts)
        at.on_disk = engine.on_disk(at.source);
}

endpoint endpoint_for(const std::string& network, const json& asked) {
    endpoint made;
    made.network = network;
    made.asked = asked;
    for (const auto& alias : member(asked, "Aliases"))
        made.aliases.push_back(alias);
    return made;
}

void set_endpoints(container& made, const json& asked) {
    const auto mode = text_member(made.host_config, "NetworkMode");
    const auto& given = member(member(asked, "NetworkingConfig"), "EndpointsConfig");
    if (given.size() > 1) {
        std::vector<std::string> names;
        for (const auto& [name, settings] : given.items())
            names.push_back(name);
        throw refusal{
            400, "Container cannot be connected to network endpoints: " + text::join(names, ", ")};
    }
    const auto real_name = [](const std::string& name) {
        return name == "default" ? "bridge" : name;
    };
    for (const auto& [name, settings] : given.items()) {
        made.endpoints[real_name(name)] = endpoint_for(real_name(name), settings);
    }
    const bool shares = mode.starts_with("container:");
    if (!shares && made.endpoints.empty()) {
        made.endpoints[real_name(mode)] = endpoint_for(real_name(mode), nullptr);
    }
}

void check_platform(const image& base, const std::string& wanted, const std::string& reference) {
    if (wanted.empty() || wanted == base.platform) return;
    throw refusal{404, "image with reference " + reference +
                           " was found but does not match the specified platform: wanted " +
                           wanted + ", actual: " + base.platform};
}

container_ptr made_from(core& engine, const request& asked) {
    const auto body = body_of(asked);
    if (body.empty()) throw refusal{400, "Config cannot be empty in order to create a container"};
    auto made = std::make_shared<container>();
    made->id = text::fresh_id();
    made->name = asked.param("name", "fake_" + made->id.substr(0, 8));
    made->image = text_member(body, "Image");
    made->created = now();
    check_name(engine, made->name);
    const auto base = engine.find_image(made->image);
    if (!base) throw refusal{404, "No such image: " + with_tag(made->image)};
    check_platform(*base, asked.param("platform"), made->image);
    made->image_id = base->id;
    made->config = default_config();
    lay_over(made->config, body, {"HostConfig", "NetworkingConfig"});
    if (text_member(made->config, "Hostname").empty()) {
        made->config["Hostname"] = made->id.substr(0, 12);
    }
    merge_image(made->config, base->config);
    made->host_config = default_host_config();
    lay_over(made->host_config, member(body, "HostConfig"));
    if (text_member(made->host_config, "NetworkMode").empty()) {
        made->host_config["NetworkMode"] = "default";
    }
    set_endpoints(*made, body);
    set_mounts(engine, *made);
    made->how = engine.behaviour_for(*made);
    return made;
}

}  // namespace

void check_name(const core& engine, const std::string& name) {
    static const std::regex allowed("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    if (!std::regex_match(name, allowed)) {
        throw refusal{400, "Invalid container name (" + name +
                               "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"};
    }
    for (const auto& one : engine.containers) {
        if (one->name != name) continue;
        throw refusal{409, "Conflict. The container name \"/" + name +
                               "\" is already in use by container \"" + one->id +
                               "\". You have to remove (or rename) that container to be able to "
                               "reuse that name."};
    }
}

namespace {

// From API 1.52 on.
json warnings_about(const container& made) {
    json warnings = json::array();
    for (const auto& [port, bindings] : member(made.host_config, "PortBindings").items())
        if (bindings.empty())
            warnings.push_back("port " + port +
                               " has an empty list of PortBindings, which is deprecated");
    return warnings;
}

}  // namespace

void add_create_endpoint(core& engine, router& routes) {
    routes.add("POST", "/containers/create", [&engine](const request& asked, const std::string&) {
        const auto made = made_from(engine, asked);
        const bool newer = speaks(engine, asked, "1.52");
        if (newer) made->config.erase("MacAddress");
        engine.containers.push_back(made);
        engine.tell(*made, "create");
        const auto warnings = newer ? warnings_about(*made) : json::array();
        return reply::json(201, encoded({{"Id", made->id}, {"Warnings", warnings}}) + "\n");
    });
}

}  // namespace support::engine
