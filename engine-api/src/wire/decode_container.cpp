#include "wire/decode_container.hpp"

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
    m.source = value<std::string>(j, "Source");
    m.destination = value<std::string>(j, "Destination");
    m.read_write = value<bool>(j, "RW", true);
    return m;
}

}  // namespace

container_summary decode_summary(const json& j) {
    container_summary c;
    c.id = value<std::string>(j, "Id");
    for (const auto& name : member(j, "Names"))
        c.names.push_back(without_slash(name.get<std::string>()));
    c.image = value<std::string>(j, "Image");
    c.image_id = value<std::string>(j, "ImageID");
    c.state = value<std::string>(j, "State");
    c.status = value<std::string>(j, "Status");
    c.labels = value<string_map>(j, "Labels");
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
    for (const auto& network : member(member(j, "NetworkSettings"), "Networks").items())
        c.networks.push_back(network.key());
    return c;
}

created_container decode_created(const json& j) {
    created_container c;
    c.id = value<std::string>(j, "Id");
    c.warnings = value<string_list>(j, "Warnings");
    return c;
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
    s.modified = value<std::string>(j, "mtime");
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
