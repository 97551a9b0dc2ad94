#include "body.hpp"

#include <rollout/plan/engine_values.hpp>

#include <algorithm>
#include <cctype>

namespace rollout::plan {

namespace {

using nlohmann::json;

// In the single precision that docker compose computes with.
std::int64_t nano_cpus(float cpus) {
    return static_cast<std::int64_t>(cpus * 1e9F);
}

json throttles(const std::vector<compose::throttle_device>& devices) {
    json list = json::array();
    for (const auto& d : devices)
        list.push_back({{"Path", d.path}, {"Rate", d.rate.bytes}});
    return list;
}

void add_blkio(json& host, const compose::blkio& b) {
    json weights = json::array();
    for (const auto& d : b.weight_devices)
        weights.push_back({{"Path", d.path}, {"Weight", d.weight}});
    put(host, "BlkioWeight", b.weight);
    put(host, "BlkioWeightDevice", weights);
    put(host, "BlkioDeviceReadBps", throttles(b.device_read_bps));
    put(host, "BlkioDeviceReadIOps", throttles(b.device_read_iops));
    put(host, "BlkioDeviceWriteBps", throttles(b.device_write_bps));
    put(host, "BlkioDeviceWriteIOps", throttles(b.device_write_iops));
}

/// `vendor.com/class=name`
bool is_cdi_name(const std::string& text) {
    const auto slash = text.find('/');
    const auto equals = text.find('=');
    if (slash == std::string::npos || slash == 0 || equals == std::string::npos) return false;
    const auto valid = [](const std::string& part, const char* more) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [more](unsigned char c) {
            return std::isalnum(c) != 0 ||
                   std::string(more).find(static_cast<char>(c)) != std::string::npos;
        });
    };
    return equals > slash + 1 && valid(text.substr(0, slash), "_-.") &&
           valid(text.substr(slash + 1, equals - slash - 1), "_-") &&
           valid(text.substr(equals + 1), "_-.:");
}

json device_request(const compose::device_request& r, std::vector<std::string> capabilities) {
    json request = json::object();
    put(request, "Driver", r.driver);
    put(request, "Count", r.count);
    put(request, "DeviceIDs", r.device_ids);
    put(request, "Options", r.options);
    request["Capabilities"] = json::array({std::move(capabilities)});
    return request;
}

void add_devices(json& host, const compose::service& s) {
    json requests = json::array();
    if (s.deploy && s.deploy->resources.reservations) {
        for (const auto& r : s.deploy->resources.reservations->devices)
            requests.push_back(device_request(r, r.capabilities));
    }
    json devices = json::array();
    std::vector<std::string> cdi;
    for (const auto& d : s.devices) {
        if (d.source == d.target && is_cdi_name(d.source)) {
            cdi.push_back(d.source);
        } else {
            devices.push_back({{"PathOnHost", d.source},
                               {"PathInContainer", d.target},
                               {"CgroupPermissions", d.permissions}});
        }
    }
    if (!cdi.empty()) requests.push_back({{"Driver", "cdi"}, {"DeviceIDs", cdi}});
    for (const auto& r : s.gpus) {
        auto capabilities = r.capabilities;
        capabilities.emplace_back("gpu");
        requests.push_back(device_request(r, std::move(capabilities)));
    }
    put(host, "Devices", devices);
    put(host, "DeviceRequests", requests);
    put(host, "DeviceCgroupRules", s.device_cgroup_rules);
}

void add_ulimits(json& host, const compose::service& s) {
    json list = json::array();
    for (const auto& [name, u] : s.ulimits) {
        list.push_back({{"Name", name}, {"Soft", soft_limit(u)}, {"Hard", hard_limit(u)}});
    }
    put(host, "Ulimits", list);
}

/// What `deploy.resources` says wins over the service's own keys.
void apply_deploy(json& host, const compose::resources& wanted) {
    if (const auto& limits = wanted.limits) {
        put(host, "Memory", limits->memory.bytes);
        put(host, "NanoCpus", nano_cpus(limits->cpus));
        if (limits->pids > 0) host["PidsLimit"] = limits->pids;
    }
    if (const auto& reserved = wanted.reservations) {
        put(host, "MemoryReservation", reserved->memory.bytes);
    }
}

}  // namespace

void add_resources(json& host, const compose::service& s) {
    put(host, "CgroupParent", s.cgroup_parent);
    put(host, "Memory", s.mem_limit.bytes);
    put(host, "MemorySwap", s.memswap_limit.bytes);
    put(host, "MemorySwappiness", s.mem_swappiness.bytes);
    put(host, "MemoryReservation", s.mem_reservation.bytes);
    put(host, "OomKillDisable", s.oom_kill_disable);
    put(host, "OomScoreAdj", s.oom_score_adj);
    put(host, "CpuCount", s.cpu_count);
    put(host, "CpuPercent", static_cast<std::int64_t>(s.cpu_percent * 100));
    put(host, "CpuPeriod", s.cpu_period);
    put(host, "CpuQuota", s.cpu_quota);
    put(host, "CpuRealtimePeriod", s.cpu_rt_period);
    put(host, "CpuRealtimeRuntime", s.cpu_rt_runtime);
    put(host, "CpuShares", s.cpu_shares);
    put(host, "CpusetCpus", s.cpuset);
    put(host, "NanoCpus", nano_cpus(s.cpus));
    put(host, "PidsLimit", s.pids_limit);
    if (s.blkio_config) add_blkio(host, *s.blkio_config);
    if (s.deploy) apply_deploy(host, s.deploy->resources);
    add_devices(host, s);
    add_ulimits(host, s);
}

}  // namespace rollout::plan
