#include "wire/decode_info.hpp"

#include <cstdint>
#include <string>

namespace engine_api::wire {

engine_info decode_info(const json& j) {
    engine_info i;
    i.id = value<std::string>(j, "ID");
    i.name = value<std::string>(j, "Name");
    i.server_version = value<std::string>(j, "ServerVersion");
    i.operating_system = value<std::string>(j, "OperatingSystem");
    i.kernel_version = value<std::string>(j, "KernelVersion");
    i.os_type = value<std::string>(j, "OSType");
    i.architecture = value<std::string>(j, "Architecture");
    i.storage_driver = value<std::string>(j, "Driver");
    i.cgroup_version = value<std::string>(j, "CgroupVersion");
    i.root_dir = value<std::string>(j, "DockerRootDir");
    i.index_server = value<std::string>(j, "IndexServerAddress");
    i.cpus = value<int>(j, "NCPU");
    i.memory = value<std::int64_t>(j, "MemTotal");
    i.containers = value<int>(j, "Containers");
    i.running = value<int>(j, "ContainersRunning");
    i.images = value<int>(j, "Images");
    i.security_options = value<string_list>(j, "SecurityOptions");
    i.warnings = value<string_list>(j, "Warnings");
    i.swarm = decode_swarm_state(member(j, "Swarm"));
    return i;
}

engine_version decode_version(const json& j) {
    engine_version v;
    const auto& components = member(j, "Components");
    if (components.is_array() && !components.empty())
        v.engine = value<std::string>(components.front(), "Name");
    v.version = value<std::string>(j, "Version");
    v.api_version = value<std::string>(j, "ApiVersion");
    v.min_api_version = value<std::string>(j, "MinAPIVersion");
    v.os = value<std::string>(j, "Os");
    v.arch = value<std::string>(j, "Arch");
    return v;
}

swarm_state decode_swarm_state(const json& j) {
    swarm_state s;
    s.node_state = value<std::string>(j, "LocalNodeState", "inactive");
    s.is_manager = value<bool>(j, "ControlAvailable");
    s.node_id = value<std::string>(j, "NodeID");
    s.error = value<std::string>(j, "Error");
    return s;
}

swarm_details decode_swarm(const json& j) {
    swarm_details d;
    d.id = value<std::string>(j, "ID");
    d.created = value<std::string>(j, "CreatedAt");
    d.updated = value<std::string>(j, "UpdatedAt");
    return d;
}

}  // namespace engine_api::wire
