#include <rollout/plan/api_socket.hpp>

#include <algorithm>

namespace rollout::plan {

namespace {

constexpr const char* socket = "/var/run/docker.sock";
constexpr const char* config_folder = "/run/secrets/docker";
/// No file can have such a key; docker compose has this one in its hash.
constexpr const char* config_key = "#apisocket";

void give_socket(compose::service& s) {
    auto& mount = s.volumes.emplace_back();
    mount.type = compose::volume_mount::kind::bind;
    mount.source = socket;
    mount.target = socket;
    s.environment.try_emplace("DOCKER_CONFIG", config_folder);
    auto& use = s.configs.emplace_back();
    use.source = config_key;
    use.target = std::string(config_folder) + "/config.json";
}

}  // namespace

bool uses_api_socket(const compose::project& p) {
    return std::any_of(p.services.begin(), p.services.end(),
                       [](const auto& entry) { return entry.second.use_api_socket; });
}

compose::project with_api_socket(compose::project p, const std::string& docker_config) {
    if (!uses_api_socket(p)) return p;
    auto& config = p.configs[config_key];
    config.name = config_key;
    config.content = docker_config;
    for (auto& [name, s] : p.services)
        if (s.use_api_socket) give_socket(s);
    return p;
}

}  // namespace rollout::plan
