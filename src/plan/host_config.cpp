#include "body.hpp"
#include "seccomp.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/plan/engine_values.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace rollout::plan {

namespace {

using nlohmann::json;

json port_bindings(const compose::service& s) {
    json bindings = json::object();
    for (const auto& p : s.ports) {
        const auto key = std::to_string(p.target) + '/' + p.protocol;
        bindings[key].push_back({{"HostIp", p.host_ip}, {"HostPort", p.published}});
    }
    return bindings;
}

std::string policy_name(const std::string& condition) {
    if (condition == "none") return "no";
    return condition == "any" ? "always" : condition;
}

/// `on-failure:3` -> name and count; `deploy.restart_policy` has the last word.
json restart_policy(const compose::service& s) {
    const auto colon = s.restart.find(':');
    int count = 0;
    if (colon != std::string::npos) {
        std::from_chars(s.restart.data() + colon + 1, s.restart.data() + s.restart.size(), count);
    }
    json policy = {{"Name", policy_name(s.restart.substr(0, colon))}, {"MaximumRetryCount", count}};
    if (s.deploy && s.deploy->restart_policy) {
        const auto& wanted = *s.deploy->restart_policy;
        policy = {{"Name", policy_name(wanted.condition)},
                  {"MaximumRetryCount", wanted.max_attempts.value_or(0)}};
    }
    return policy;
}

/// As the docker client sends them: `CAP_NET_ADMIN`, each once, sorted.
std::set<std::string> capabilities(const std::vector<std::string>& names) {
    std::set<std::string> all;
    for (const auto& given : names) {
        auto name = compose::upper_case(given);
        if (name != "ALL" && name.rfind("CAP_", 0) != 0) name.insert(0, "CAP_");
        all.insert(std::move(name));
    }
    return all;
}

json log_config(const compose::logging& logging) {
    json config = {{"Type", logging.driver}};
    put(config, "Config", logging.options);
    return config;
}

void add_security(json& host, const compose::project& p, const compose::service& s) {
    std::vector<std::string> options;
    for (const auto& option : s.security_opt) {
        if (option == "systempaths=unconfined") {
            host["MaskedPaths"] = json::array();
            host["ReadonlyPaths"] = json::array();
        } else {
            options.push_back(security_option(p, option));
        }
    }
    put(host, "SecurityOpt", options);
    put(host, "CapAdd", capabilities(s.cap_add));
    put(host, "CapDrop", capabilities(s.cap_drop));
    put(host, "Privileged", s.privileged);
    put(host, "UsernsMode", s.userns_mode);
    put(host, "GroupAdd", s.group_add);
}

}  // namespace

json host_config(const compose::project& p, const compose::service& s) {
    json host = {{"PortBindings", port_bindings(s)}, {"RestartPolicy", restart_policy(s)}};
    if (s.init) host["Init"] = *s.init;
    put(host, "Annotations", s.annotations);
    put(host, "ReadonlyRootfs", s.read_only);
    put(host, "IpcMode", s.ipc);
    put(host, "PidMode", s.pid);
    put(host, "UTSMode", s.uts);
    put(host, "CgroupnsMode", s.cgroup);
    put(host, "Isolation", s.isolation);
    put(host, "Runtime", s.runtime);
    put(host, "Sysctls", s.sysctls);
    put(host, "StorageOpt", s.storage_opt);
    put(host, "ShmSize", s.shm_size.bytes);
    put(host, "Dns", s.dns);
    put(host, "DnsSearch", s.dns_search);
    put(host, "DnsOptions", s.dns_opt);
    put(host, "ExtraHosts", host_lines(s.extra_hosts));
    put(host, "VolumesFrom", s.volumes_from);
    if (s.logging) put(host, "LogConfig", log_config(*s.logging));
    add_security(host, p, s);
    add_resources(host, s);
    return host;
}

}  // namespace rollout::plan
