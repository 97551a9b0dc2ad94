#include "body.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/compose/model/hash.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>

namespace rollout::plan {

namespace {

using nlohmann::json;

std::string text_of_dependencies(const compose::service& s) {
    std::vector<std::string> parts;
    for (const auto& [name, d] : s.depends_on)
        parts.push_back(name + ':' + d.condition + ':' + (d.restart ? "true" : "false"));
    return base::joined(parts, ",");
}

/// `container:name[:mode]` of `volumes_from` names a container, here and in the hash.
compose::service with_plain_containers(const compose::service& s) {
    static const std::string prefix = "container:";
    auto plain = s;
    for (auto& source : plain.volumes_from) {
        if (source.rfind(prefix, 0) != 0) continue;
        source.erase(0, prefix.size());
        source.erase(std::min(source.find(':'), source.size()));
    }
    return plain;
}

void add_networks(json& body, const compose::project& p, const compose::service& s, endpoints named,
                  int number) {
    auto& mode = body["HostConfig"]["NetworkMode"];
    if (!s.network_mode.empty()) {
        mode = s.network_mode;
        return;
    }
    const auto keys = networks_by_priority(s);
    if (keys.empty()) {
        mode = "none";
        return;
    }
    mode = p.networks.at(keys.front()).name;
    for (const auto& key : keys) {
        body["NetworkingConfig"]["EndpointsConfig"][p.networks.at(key).name] =
            endpoint(p, s, key, number);
        if (named == endpoints::primary) break;
    }
}

json container_labels(const compose::project& p, const compose::service& s, int number) {
    json labels = s.labels;
    labels[project_label] = p.name;
    labels[service_label] = s.name;
    labels[config_hash_label] = config_hash(p, s);
    labels["com.docker.compose.version"] = compose_version;
    labels[one_off_label] = s.labels.contains(derived_label) ? "True" : "False";
    labels[container_number_label] = std::to_string(number);
    labels[depends_on_label] = text_of_dependencies(s);
    labels[folder_label] = p.working_dir;
    labels[files_label] = base::joined(p.config_files, ",");
    if (!p.env_files.empty()) {
        labels["com.docker.compose.project.environment_file"] = base::joined(p.env_files, ",");
    }
    return labels;
}

/// What a network or volume of the project carries beside its own labels.
json resource_labels(const compose::project& p, const compose::text_map& own, const char* kind,
                     const std::string& key, const std::string& hash) {
    json labels = own;
    labels[project_label] = p.name;
    labels[config_hash_label] = hash;
    labels["com.docker.compose.version"] = compose_version;
    labels[kind] = key;
    return labels;
}

json ipam_json(const compose::ipam& ipam) {
    json pools = json::array();
    for (const auto& pool : ipam.config) {
        json one = json::object();
        put(one, "Subnet", pool.subnet);
        put(one, "IPRange", pool.ip_range);
        put(one, "Gateway", pool.gateway);
        put(one, "AuxiliaryAddresses", pool.aux_addresses);
        pools.push_back(std::move(one));
    }
    json all = json::object();
    put(all, "Driver", ipam.driver);
    put(all, "Config", pools);
    return all;
}

}  // namespace

int replicas(const compose::service& s) {
    if (s.scale) return static_cast<int>(*s.scale);
    return s.deploy ? static_cast<int>(s.deploy->replicas.value_or(1)) : 1;
}

std::string container_name(const compose::project& p, const compose::service& s, int number) {
    if (!s.container_name.empty()) return s.container_name;
    return p.name + '-' + s.name + '-' + std::to_string(number);
}

std::vector<std::string> container_names(const compose::project& p, const compose::service& s) {
    std::vector<std::string> names;
    for (int number = 1; number <= replicas(s); ++number)
        names.push_back(container_name(p, s, number));
    return names;
}

std::string image_reference(const compose::project& p, const compose::service& s) {
    return s.image.empty() ? p.name + '-' + s.name : s.image;
}

std::string container_body(const compose::project& p, const compose::service& s, endpoints named,
                           int number, const container_origin& origin) {
    const auto plain = with_plain_containers(s);
    auto body = container_config(p, plain);
    body["HostConfig"] = host_config(p, plain);
    put(body["HostConfig"], "Links", links(p, plain, number));
    add_mounts(body["HostConfig"], p, plain, origin.mounts);
    add_networks(body, p, plain, named, number);
    body["Labels"] = container_labels(p, s, number);
    body["Labels"][image_label] = origin.image_id;
    if (!origin.replaces.empty()) body["Labels"][replace_label] = origin.replaces;
    return text_of(body);
}

std::string with_image_id(const std::string& container_body, const std::string& id) {
    auto body = json::parse(container_body);
    body["Labels"][image_label] = id;
    return text_of(body);
}

std::string with_mounts(const std::string& container_body,
                        const std::vector<observed_mount>& mounts,
                        const std::vector<std::string>& volumes) {
    auto body = json::parse(container_body);
    for (const auto& m : mounts)
        if (std::find(volumes.begin(), volumes.end(), m.target) != volumes.end())
            body["HostConfig"]["Mounts"].push_back(handed_on(m));
    return text_of(body);
}

bool is_made_of(const std::string& body, const std::map<std::string, std::string>& labels) {
    const auto asked = json::parse(body).at("Labels").get<std::map<std::string, std::string>>();
    return std::all_of(asked.begin(), asked.end(), [&](const auto& label) {
        const auto found = labels.find(label.first);
        return found != labels.end() && found->second == label.second;
    });
}

std::string config_hash(const compose::project& p, const compose::service& s) {
    auto hashed = with_plain_containers(s);
    hashed.platform = image_platform(p, s);
    return compose::service_hash(hashed);
}

std::string network_body(const compose::project& p, const std::string& key) {
    const auto& n = p.networks.at(key);
    json body = {{"Name", n.name}, {"CheckDuplicate", true}};
    put(body, "Driver", n.driver);
    put(body, "Options", n.driver_opts);
    put(body, "Internal", n.internal);
    put(body, "Attachable", n.attachable);
    if (n.enable_ipv4) body["EnableIPv4"] = *n.enable_ipv4;
    if (n.enable_ipv6) body["EnableIPv6"] = *n.enable_ipv6;
    put(body, "IPAM", ipam_json(n.ipam));
    body["Labels"] =
        resource_labels(p, n.labels, "com.docker.compose.network", key, compose::network_hash(n));
    return text_of(body);
}

std::string volume_body(const compose::project& p, const std::string& key) {
    const auto& v = p.volumes.at(key);
    json body = {{"Name", v.name}};
    put(body, "Driver", v.driver);
    put(body, "DriverOpts", v.driver_opts);
    body["Labels"] = resource_labels(p, v.labels, volume_label, key, compose::volume_hash(v));
    return text_of(body);
}

std::vector<std::string> network_names(const compose::project& p, const compose::service& s) {
    std::vector<std::string> names;
    for (const auto& key : networks_by_priority(s))
        names.push_back(p.networks.at(key).name);
    return names;
}

std::string connect_body(const compose::project& p, const compose::service& s,
                         const std::string& network_name, int number,
                         const std::string& container) {
    const auto called = container.empty() ? container_name(p, s, number) : container;
    for (const auto& [key, attachment] : s.networks)
        if (p.networks.at(key).name == network_name)
            return text_of(
                {{"Container", called}, {"EndpointConfig", endpoint(p, s, key, number)}});
    return {};
}

}  // namespace rollout::plan
