#include <support/engine/core.hpp>

#include <algorithm>

namespace support::engine {
namespace {

constexpr const char* server_version = "20.10.24+dfsg1";

reply answer_ping(bool with_body) {
    reply made = reply::text(200, with_body ? "OK" : "");
    made.headers.emplace_back("Cache-Control", "no-cache, no-store, must-revalidate");
    made.headers.emplace_back("Pragma", "no-cache");
    return made;
}

json version_of(const core& engine) {
    const json component{{"Name", "Engine"},
                         {"Version", server_version},
                         {"Details",
                          {{"ApiVersion", engine.newest_api},
                           {"Arch", "amd64"},
                           {"Experimental", "false"},
                           {"MinAPIVersion", engine.oldest_api},
                           {"Os", "linux"}}}};
    return {{"Platform", {{"Name", ""}}},
            {"Components", json::array({component})},
            {"Version", server_version},
            {"ApiVersion", engine.newest_api},
            {"MinAPIVersion", engine.oldest_api},
            {"GitCommit", "5d6db84"},
            {"GoVersion", "go1.19.8"},
            {"Os", "linux"},
            {"Arch", "amd64"},
            {"KernelVersion", "6.1.0"},
            {"BuildTime", "2024-01-01T00:00:00.000000000+00:00"}};
}

std::ptrdiff_t with_status(const core& engine, const std::string& status) {
    return std::count_if(engine.containers.begin(), engine.containers.end(),
                         [&](const auto& one) { return one->status == status; });
}

json info_of(const core& engine) {
    const auto running = with_status(engine, "running");
    const auto paused = with_status(engine, "paused");
    const auto all = static_cast<std::ptrdiff_t>(engine.containers.size());
    return {
        {"ID", "FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE:FAKE"},
        {"Containers", all},
        {"ContainersRunning", running},
        {"ContainersPaused", paused},
        {"ContainersStopped", all - running - paused},
        {"Images", engine.images.size()},
        {"Driver", "overlay2"},
        {"KernelVersion", "6.1.0"},
        {"OperatingSystem", "Debian GNU/Linux 12 (bookworm)"},
        {"OSType", "linux"},
        {"Architecture", "x86_64"},
        {"NCPU", 2},
        {"MemTotal", 4294967296},
        {"DockerRootDir", engine.folder().string()},
        {"Name", "fake"},
        {"Labels", json::array()},
        {"ServerVersion", server_version},
        {"IndexServerAddress", "https://index.hub.example/v1/"},
        {"Swarm", {{"NodeID", ""}, {"LocalNodeState", "inactive"}, {"ControlAvailable", false}}},
        {"SecurityOptions", json::array({"name=seccomp,profile=default"})},
        {"Warnings", nullptr}};
}

}  // namespace

void add_system_endpoints(core& engine, router& routes) {
    routes.add("GET", "/_ping",
               [](const request&, const std::string&) { return answer_ping(true); });
    routes.add("HEAD", "/_ping",
               [](const request&, const std::string&) { return answer_ping(false); });
    routes.add("GET", "/version",
               [&engine](const request&, const std::string&) { return ok(version_of(engine)); });
    routes.add("GET", "/info",
               [&engine](const request&, const std::string&) { return ok(info_of(engine)); });
}

}  // namespace support::engine
