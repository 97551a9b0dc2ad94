#include <rollout/compose/hash.hpp>
#include <rollout/plan/create_request.hpp>

#include <nlohmann/json.hpp>

#include <charconv>

namespace rollout::plan {

namespace {

using nlohmann::json;

json nanoseconds(const std::optional<std::chrono::nanoseconds>& d) {
    return d ? d->count() : std::int64_t{0};
}

json healthcheck_json(const compose::healthcheck& h) {
    if (h.disable) return {{"Test", {"NONE"}}};
    json j = {{"Interval", nanoseconds(h.interval)},
              {"Timeout", nanoseconds(h.timeout)},
              {"StartPeriod", nanoseconds(h.start_period)},
              {"Retries", h.retries.value_or(0)}};
    if (!h.test.empty()) j["Test"] = h.test;
    return j;
}

json environment_json(const compose::service& s) {
    json list = json::array();
    for (const auto& [key, value] : s.environment)
        list.push_back(value ? key + '=' + *value : key);
    return list;
}

std::string port_key(const compose::port& p) {
    return std::to_string(p.target) + '/' + p.protocol;
}

json exposed_ports(const compose::service& s) {
    json ports = json::object();
    for (const auto& e : s.expose)
        ports[e] = json::object();
    for (const auto& p : s.ports)
        ports[port_key(p)] = json::object();
    return ports;
}

json port_bindings(const compose::service& s) {
    json bindings = json::object();
    for (const auto& p : s.ports)
        bindings[port_key(p)].push_back({{"HostIp", p.host_ip}, {"HostPort", p.published}});
    return bindings;
}

/// `on-failure:3` -> name and count.
json restart_policy(const std::string& restart) {
    const auto colon = restart.find(':');
    int count = 0;
    if (colon != std::string::npos)
        std::from_chars(restart.data() + colon + 1, restart.data() + restart.size(), count);
    return {{"Name", restart.substr(0, colon)}, {"MaximumRetryCount", count}};
}

std::string volume_source(const compose::project& p, const compose::volume_mount& m) {
    if (m.type != compose::volume_mount::kind::volume) return m.source;
    const auto found = p.volumes.find(m.source);
    return found == p.volumes.end() ? m.source : found->second.name;
}

void add_mounts(json& host, const compose::project& p, const compose::service& s) {
    using kind = compose::volume_mount::kind;
    for (const auto& m : s.volumes) {
        const auto source = volume_source(p, m);
        const bool plain =
            m.type == kind::volume || (m.type == kind::bind && m.bind && m.bind->create_host_path);
        if (plain && !source.empty()) {
            host["Binds"].push_back(source + ':' + m.target + (m.read_only ? ":ro" : ":rw"));
            continue;
        }
        json mount = {{"Target", m.target}, {"ReadOnly", m.read_only}};
        mount["Type"] = m.type == kind::bind ? "bind" : m.type == kind::tmpfs ? "tmpfs" : "volume";
        if (!source.empty()) mount["Source"] = source;
        host["Mounts"].push_back(std::move(mount));
    }
}

json endpoint_json(const compose::project& p, const compose::service& s,
                   const compose::network_attachment& a) {
    json aliases = {container_name(p, s), s.name};
    for (const auto& alias : a.aliases)
        aliases.push_back(alias);
    return {{"Aliases", std::move(aliases)}};
}

void add_config(json& body, const compose::project& p, const compose::service& s) {
    body["Image"] = image_reference(p, s);
    body["AttachStdout"] = true;
    body["AttachStderr"] = true;
    body["Tty"] = s.tty;
    body["OpenStdin"] = s.stdin_open;
    body["Env"] = environment_json(s);
    body["ExposedPorts"] = exposed_ports(s);
    if (!s.hostname.empty()) body["Hostname"] = s.hostname;
    if (!s.user.empty()) body["User"] = s.user;
    if (!s.working_dir.empty()) body["WorkingDir"] = s.working_dir;
    if (s.command) body["Cmd"] = *s.command;
    if (s.entrypoint) body["Entrypoint"] = *s.entrypoint;
    if (!s.stop_signal.empty()) body["StopSignal"] = s.stop_signal;
    if (s.stop_grace_period)
        body["StopTimeout"] =
            std::chrono::duration_cast<std::chrono::seconds>(*s.stop_grace_period).count();
    if (s.healthcheck) body["Healthcheck"] = healthcheck_json(*s.healthcheck);
}

void add_host_config(json& body, const compose::project& p, const compose::service& s) {
    json host = {{"PortBindings", port_bindings(s)}, {"RestartPolicy", restart_policy(s.restart)}};
    if (s.init) host["Init"] = *s.init;
    if (s.read_only) host["ReadonlyRootfs"] = true;
    add_mounts(host, p, s);
    if (!s.networks.empty()) {
        const auto& [key, attachment] = *s.networks.begin();
        const auto& name = p.networks.at(key).name;
        host["NetworkMode"] = name;
        body["NetworkingConfig"]["EndpointsConfig"][name] = endpoint_json(p, s, attachment);
    }
    body["HostConfig"] = std::move(host);
}

json from_file(const compose::project& p, const compose::service& s) {
    json body = json::object();
    add_config(body, p, s);
    add_host_config(body, p, s);
    body["Labels"] = s.labels;
    return body;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

std::string depends_on_label(const compose::service& s) {
    std::vector<std::string> parts;
    for (const auto& [name, d] : s.depends_on)
        parts.push_back(name + ':' + d.condition + ':' + (d.restart ? "true" : "false"));
    return joined(parts);
}

std::string text_of(const json& body) {
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string container_name(const compose::project& p, const compose::service& s) {
    return s.container_name.empty() ? p.name + '-' + s.name + "-1" : s.container_name;
}

std::string image_reference(const compose::project& p, const compose::service& s) {
    return s.image.empty() ? p.name + '-' + s.name : s.image;
}

std::string container_body(const compose::project& p, const compose::service& s,
                           const std::string& image_id) {
    json body = from_file(p, s);
    auto& labels = body["Labels"];
    labels[project_label] = p.name;
    labels[service_label] = s.name;
    labels[config_hash_label] = config_hash(p, s);
    labels["com.docker.compose.oneoff"] = "False";
    labels["com.docker.compose.container-number"] = "1";
    labels["com.docker.compose.depends_on"] = depends_on_label(s);
    labels["com.docker.compose.image"] = image_id;
    labels["com.docker.compose.project.working_dir"] = p.working_dir;
    labels["com.docker.compose.project.config_files"] = joined(p.config_files);
    return text_of(body);
}

std::string config_hash(const compose::project&, const compose::service& s) {
    return compose::service_hash(s);
}

std::string network_body(const compose::project& p, const std::string& key) {
    const auto& n = p.networks.at(key);
    json labels = n.labels;
    labels[project_label] = p.name;
    labels["com.docker.compose.network"] = key;
    return text_of({{"Name", n.name},
                    {"CheckDuplicate", true},
                    {"Driver", n.driver.empty() ? "bridge" : n.driver},
                    {"Options", n.driver_opts},
                    {"Internal", n.internal},
                    {"Attachable", n.attachable},
                    {"Labels", labels}});
}

std::string volume_body(const compose::project& p, const std::string& key) {
    const auto& v = p.volumes.at(key);
    json labels = v.labels;
    labels[project_label] = p.name;
    labels["com.docker.compose.volume"] = key;
    return text_of({{"Name", v.name},
                    {"Driver", v.driver.empty() ? "local" : v.driver},
                    {"DriverOpts", v.driver_opts},
                    {"Labels", labels}});
}

std::vector<std::string> network_names(const compose::project& p, const compose::service& s) {
    std::vector<std::string> names;
    for (const auto& [key, attachment] : s.networks)
        names.push_back(p.networks.at(key).name);
    return names;
}

std::string connect_body(const compose::project& p, const compose::service& s,
                         const std::string& network_name) {
    for (const auto& [key, attachment] : s.networks)
        if (p.networks.at(key).name == network_name)
            return text_of({{"Container", container_name(p, s)},
                            {"EndpointConfig", endpoint_json(p, s, attachment)}});
    return {};
}

}  // namespace rollout::plan
