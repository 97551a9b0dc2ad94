#include <support/engine/json.hpp>
#include <support/folders.hpp>
#include <support/sample_stack.hpp>
#include <support/temp_dir.hpp>
#include <support/waiting.hpp>

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace support {

namespace fs = std::filesystem;
using engine::json;

namespace {

const fs::path& repository() {
    static const fs::path root = support::source_dir();
    return root;
}

json called(fake_engine& engine, const std::string& target, const json& body) {
    const auto answer = engine.call("POST", target, engine::encoded(body));
    if (answer.status >= 400) throw std::runtime_error("POST " + target + ": " + answer.body);
    return answer.body.empty() ? json() : json::parse(answer.body);
}

json compose_labels(const sample_stack& stack, const std::string& service,
                    const std::map<std::string, std::string>& hashes) {
    const std::string prefix = "com.docker.compose.";
    json labels{{prefix + "project", stack.project},
                {prefix + "service", service},
                {prefix + "version", "2.40.3"},
                {prefix + "oneoff", "False"},
                {prefix + "container-number", "1"},
                {prefix + "project.working_dir", stack.compose_file.parent_path().string()},
                {prefix + "project.config_files", stack.compose_file.string()}};
    if (const auto hash = hashes.find(service); hash != hashes.end()) {
        labels[prefix + "config-hash"] = hash->second;
    }
    return labels;
}

std::string run(fake_engine& engine, const sample_stack& stack, const std::string& service,
                json body) {
    const auto name = stack.project + "-" + service + "-1";
    const auto network = stack.project + "_edge";
    body["HostConfig"]["NetworkMode"] = network;
    body["HostConfig"]["RestartPolicy"] = {{"Name", "unless-stopped"}};
    body["NetworkingConfig"]["EndpointsConfig"][network]["Aliases"] = json::array({name, service});
    const std::string id = called(engine, "/containers/create?name=" + name, body)["Id"];
    called(engine, "/containers/" + id + "/start", json::object());
    return id;
}

json blue_body(const sample_stack& stack, const std::map<std::string, std::string>& hashes) {
    const std::int64_t second = 1'000'000'000;
    json body{{"Image", stack.project + "-app"}};
    body["Env"] = json::array({"APP_VERSION=dev", "APP_REPLICA_ID=blue"});
    body["Labels"] = compose_labels(stack, "app", hashes);
    body["Labels"]["rollout.color"] = "blue";
    body["Labels"]["com.docker.compose.depends_on"] = "";
    body["Healthcheck"] = {{"Test", json::array({"CMD", "/rollout-app", "healthcheck", "/ready"})},
                           {"Interval", 10 * second},
                           {"Timeout", 3 * second},
                           {"Retries", 3},
                           {"StartPeriod", 5 * second}};
    body["StopTimeout"] = 15;
    return body;
}

json proxy_body(const sample_stack& stack, const std::map<std::string, std::string>& hashes) {
    json body{{"Image", "nginx:1.27-alpine"}};
    body["Labels"] = compose_labels(stack, "proxy", hashes);
    body["Labels"]["com.docker.compose.depends_on"] = "app:service_healthy:false";
    body["ExposedPorts"] = {{"8080/tcp", json::object()}};
    body["HostConfig"]["PortBindings"]["8080/tcp"] = json::array({json{{"HostPort", "8080"}}});
    const auto folder = stack.compose_file.parent_path() / "nginx";
    body["HostConfig"]["Binds"] = json::array({folder.string() + ":/etc/nginx:ro"});
    return body;
}

}  // namespace

sample_stack write_sample_files(fake_engine& engine, const fs::path& dir,
                                const std::string& project) {
    sample_stack stack;
    stack.project = project;
    stack.compose_file = dir / "docker-compose.yml";
    stack.snippet = dir / "nginx" / "conf.d" / "upstream.conf";
    stack.state_file = dir / "state" / "active-color";
    fs::create_directories(dir);
    fs::copy_file(repository() / "docker-compose.yml", stack.compose_file);
    fs::copy(repository() / "nginx", dir / "nginx", fs::copy_options::recursive);
    fs::create_directories(dir / "app" / "dist");
    fs::copy_file(repository() / "app" / "Dockerfile", dir / "app" / "Dockerfile");
    write_file(dir / "app" / "dist" / "rollout-app", "a binary");
    engine.add_image("nginx:1.27-alpine", {.cmd = {"nginx", "-g", "daemon off;"}});
    return stack;
}

sample_stack seed_sample_stack(fake_engine& engine, const fs::path& dir, const std::string& project,
                               const std::map<std::string, std::string>& hashes) {
    auto stack = write_sample_files(engine, dir, project);
    engine.add_image(project + "-app", {.cmd = {"/rollout-app"}});
    called(engine, "/networks/create",
           {{"Name", project + "_edge"},
            {"CheckDuplicate", true},
            {"Labels",
             {{"com.docker.compose.project", project}, {"com.docker.compose.network", "edge"}}}});
    stack.blue = run(engine, stack, "app", blue_body(stack, hashes));
    if (!poll_until([&] { return engine.container(stack.blue).health == "healthy"; },
                    never_expires)) {
        throw std::runtime_error("blue of the sample stack never got healthy");
    }
    stack.proxy = run(engine, stack, "proxy", proxy_body(stack, hashes));
    return stack;
}

}  // namespace support
