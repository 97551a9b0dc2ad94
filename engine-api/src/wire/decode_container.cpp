#include "wire/decode_container.hpp"

#include <engine_api/rfc3339.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace engine_api::wire {

namespace {

std::string without_slash(std::string name) {
    if (name.starts_with('/')) name.erase(0, 1);
    return name;
}

health decode_health(const json& j) {
    health h;
    h.status = value<std::string>(j, "Status");
    h.failing_streak = value<int>(j, "FailingStreak");
    for (const auto& probe : member(j, "Log"))
        h.log.push_back({value<int>(probe, "ExitCode"), value<std::string>(probe, "Output")});
    return h;
}

container_state decode_state(const json& j) {
    container_state s;
    s.status = value<std::string>(j, "Status");
    s.running = value<bool>(j, "Running");
    s.oom_killed = value<bool>(j, "OOMKilled");
    s.exit_code = value<int>(j, "ExitCode");
    s.error = value<std::string>(j, "Error");
    s.started_at = value<std::string>(j, "StartedAt");
    s.finished_at = value<std::string>(j, "FinishedAt");
    if (const auto& h = member(j, "Health"); h.is_object()) s.health = decode_health(h);
    return s;
}

health_config decode_health_config(const json& j) {
    const auto duration = [&j](const char* key) {
        return std::chrono::nanoseconds(value<std::int64_t>(j, key));
    };
    health_config c;
    c.test = value<string_list>(j, "Test");
    c.interval = duration("Interval");
    c.timeout = duration("Timeout");
    c.start_period = duration("StartPeriod");
    c.retries = value<int>(j, "Retries");
    return c;
}

mount decode_mount(const json& j) {
    mount m;
    m.type = value<std::string>(j, "Type");
    m.name = value<std::string>(j, "Name");
    m.source = value<std::string>(j, "Source");
    m.destination = value<std::string>(j, "Destination");
    m.read_write = value<bool>(j, "RW", true);
    return m;
}

/// An entry of a summary's `Ports`, without a host's port when it is exposed and no more.
published_port decode_port(const json& j) {
    published_port p;
    p.container_port = value<int>(j, "PrivatePort");
    p.protocol = value<std::string>(j, "Type");
    p.host_ip = value<std::string>(j, "IP");
    p.host_port = value<int>(j, "PublicPort");
    return p;
}

/// Throws as JSON of a wrong type does.
int number(const std::string& text) {
    int n = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, n);
    if (ec != std::errc() || stop != end)
        throw json::other_error::create(501, "'" + text + "' is not a port", nullptr);
    return n;
}

/// `"8000/tcp": [{"HostIp": "0.0.0.0", "HostPort": "49153"}]` of an inspection's `Ports`.
void decode_bindings(const std::string& inside, const json& bindings,
                     std::vector<published_port>& to) {
    const auto slash = std::min(inside.find('/'), inside.size());
    for (const auto& binding : bindings) {
        const auto outside = value<std::string>(binding, "HostPort");
        if (outside.empty()) continue;  // it has none yet
        published_port p;
        p.container_port = number(inside.substr(0, slash));
        if (slash < inside.size()) p.protocol = inside.substr(slash + 1);
        p.host_ip = value<std::string>(binding, "HostIp");
        p.host_port = number(outside);
        to.push_back(std::move(p));
    }
}

string_list keys_of(const json& object) {
    string_list keys;
    for (const auto& entry : object.items())
        keys.push_back(entry.key());
    return keys;
}

string_map addresses_in(const json& networks) {
    string_map addresses;
    for (const auto& [network, endpoint] : networks.items())
        if (const auto ip = value<std::string>(endpoint, "IPAddress"); !ip.empty())
            addresses[network] = ip;
    return addresses;
}

}  // namespace

std::vector<container_summary> decode_summaries(const json& list) {
    std::vector<container_summary> rows;
    for (const auto& j : list)
        rows.push_back(decode_summary(j));
    return rows;
}

container_summary decode_summary(const json& j) {
    container_summary c;
    c.id = value<std::string>(j, "Id");
    for (const auto& name : member(j, "Names"))
        c.names.push_back(without_slash(name.get<std::string>()));
    c.image = value<std::string>(j, "Image");
    c.image_id = value<std::string>(j, "ImageID");
    c.command = value<std::string>(j, "Command");
    c.state = value<std::string>(j, "State");
    c.status = value<std::string>(j, "Status");
    c.created = value<std::int64_t>(j, "Created");
    for (const auto& entry : member(j, "Ports")) {
        auto port = decode_port(entry);
        (port.host_port != 0 ? c.ports : c.exposed).push_back(std::move(port));
    }
    const auto& networks = member(member(j, "NetworkSettings"), "Networks");
    c.networks = keys_of(networks);
    for (const auto& [network, endpoint] : networks.items())
        c.network_ids[network] = value<std::string>(endpoint, "NetworkID");
    c.addresses = addresses_in(networks);
    for (const auto& m : member(j, "Mounts"))
        c.mounts.push_back(decode_mount(m));
    c.labels = value<string_map>(j, "Labels");
    if (const auto& h = member(j, "Health"); h.is_object()) c.health = decode_health(h);
    return c;
}

container_details decode_details(const json& j) {
    container_details c;
    c.id = value<std::string>(j, "Id");
    c.name = without_slash(value<std::string>(j, "Name"));
    c.image_id = value<std::string>(j, "Image");
    c.created = value<std::string>(j, "Created");
    c.restart_count = value<int>(j, "RestartCount");
    c.state = decode_state(member(j, "State"));
    const auto& config = member(j, "Config");
    c.image = value<std::string>(config, "Image");
    c.tty = value<bool>(config, "Tty");
    c.labels = value<string_map>(config, "Labels");
    if (const auto& check = member(config, "Healthcheck"); check.is_object())
        c.healthcheck = decode_health_config(check);
    for (const auto& m : member(j, "Mounts"))
        c.mounts.push_back(decode_mount(m));
    const auto& settings = member(j, "NetworkSettings");
    c.networks = keys_of(member(settings, "Networks"));
    for (const auto& [network, endpoint] : member(settings, "Networks").items())
        c.aliases[network] = value<string_list>(endpoint, "Aliases");
    for (const auto& [inside, bindings] : member(settings, "Ports").items())
        decode_bindings(inside, bindings, c.ports);
    return c;
}

created_container decode_created(const json& j) {
    created_container c;
    c.id = value<std::string>(j, "Id");
    c.warnings = value<string_list>(j, "Warnings");
    return c;
}

wait_result decode_wait(const json& j) {
    wait_result w;
    w.exit_code = value<int>(j, "StatusCode");
    w.error = value<std::string>(member(j, "Error"), "Message");
    return w;
}

path_stat decode_path_stat(const json& j) {
    // Go's file mode: the type in the upper bits.
    constexpr std::uint32_t directory = 1U << 31;
    constexpr std::uint32_t link = 1U << 27;
    path_stat s;
    s.name = value<std::string>(j, "name");
    s.size = value<std::int64_t>(j, "size");
    const auto mode = value<std::uint32_t>(j, "mode");
    s.permissions = mode & 0777;
    s.is_directory = (mode & directory) != 0;
    s.is_link = (mode & link) != 0;
    using std::chrono::system_clock;
    s.modified = parse_rfc3339(value<std::string>(j, "mtime")).value_or(system_clock::time_point());
    s.link_target = value<std::string>(j, "linkTarget");
    return s;
}

process_table decode_processes(const json& j) {
    process_table t;
    t.titles = value<string_list>(j, "Titles");
    t.rows = value<std::vector<string_list>>(j, "Processes");
    return t;
}

}  // namespace engine_api::wire
