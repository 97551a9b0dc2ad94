#include "wire/decode_stream.hpp"

#include <cstdint>
#include <string>

namespace engine_api::wire {

event decode_event(const json& j) {
    event e;
    e.type = value<std::string>(j, "Type");
    e.action = value<std::string>(j, "Action");
    const auto& actor = member(j, "Actor");
    e.actor_id = value<std::string>(actor, "ID");
    e.attributes = value<string_map>(actor, "Attributes");
    e.time_nano = value<std::int64_t>(j, "timeNano");
    return e;
}

progress decode_progress(const json& j) {
    progress p;
    p.status = value<std::string>(j, "status");
    p.id = value<std::string>(j, "id");
    p.text = value<std::string>(j, "stream");
    const auto& aux = member(j, "aux");
    if (aux.is_object()) p.image_id = value<std::string>(aux, "ID");
    const auto& detail = member(j, "progressDetail");
    p.current = value<std::int64_t>(detail, "current");
    p.total = value<std::int64_t>(detail, "total");
    return p;
}

namespace {

/// Of cgroup v2, or of v1, which has both.
std::int64_t cached_memory(const json& stats) {
    const auto of_all = value<std::int64_t>(stats, "total_inactive_file");
    return of_all != 0 ? of_all : value<std::int64_t>(stats, "inactive_file");
}

int cpus_of(const json& usage) {
    const auto online = value<int>(usage, "online_cpus");
    const auto& each = member(member(usage, "cpu_usage"), "percpu_usage");
    return online != 0 || !each.is_array() ? online : static_cast<int>(each.size());
}

void add_block_io(const json& entries, container_stats& to) {
    for (const auto& entry : entries) {
        const auto what = value<std::string>(entry, "op");
        const auto bytes = value<std::int64_t>(entry, "value");
        if (what == "read" || what == "Read") to.read += bytes;
        if (what == "write" || what == "Write") to.written += bytes;
    }
}

}  // namespace

container_stats decode_stats(const json& j) {
    container_stats s;
    const auto& cpu = member(j, "cpu_stats");
    const auto& before = member(j, "precpu_stats");
    s.cpu_ns = value<std::int64_t>(member(cpu, "cpu_usage"), "total_usage");
    s.cpu_ns_before = value<std::int64_t>(member(before, "cpu_usage"), "total_usage");
    s.system_ns = value<std::int64_t>(cpu, "system_cpu_usage");
    s.system_ns_before = value<std::int64_t>(before, "system_cpu_usage");
    s.cpus = cpus_of(cpu);
    const auto& memory = member(j, "memory_stats");
    const auto used = value<std::int64_t>(memory, "usage");
    const auto cached = cached_memory(member(memory, "stats"));
    s.memory = cached < used ? used - cached : used;
    s.memory_limit = value<std::int64_t>(memory, "limit");
    for (const auto& [name, network] : member(j, "networks").items()) {
        s.received += value<std::int64_t>(network, "rx_bytes");
        s.sent += value<std::int64_t>(network, "tx_bytes");
    }
    add_block_io(member(member(j, "blkio_stats"), "io_service_bytes_recursive"), s);
    s.processes = value<std::int64_t>(member(j, "pids_stats"), "current");
    return s;
}

std::string stream_error(const json& j) {
    auto message = value<std::string>(j, "error");
    const auto& detail = member(j, "errorDetail");
    if (message.empty() && !detail.is_null()) {
        message = value<std::string>(detail, "message");
        if (message.empty()) message = "the engine reported an error without words";
    }
    return message;
}

}  // namespace engine_api::wire
