#include "bare_calls.hpp"

#include <support/waiting.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace bench {

using json = nlohmann::json;
using strings = std::vector<std::string>;

namespace {

const std::string version = "/v1.41";
constexpr const char* json_header = "Content-Type: application/json\r\n";

std::string encoded(const json& body) {
    return body.is_null() ? "" : body.dump();
}

// The create request that would make a container such as this one.
json recipe(const json& details) {
    json body = details.at("Config");
    body["HostConfig"] = details.at("HostConfig");
    for (const auto& [network, settings] : details.at("NetworkSettings").at("Networks").items())
        body["NetworkingConfig"]["EndpointsConfig"][network]["Aliases"] = settings.at("Aliases");
    return body;
}

strings healthcheck(const json& details) {
    const strings test = details.at("Config").at("Healthcheck").at("Test");
    if (test.empty() || test.front() != "CMD") throw std::runtime_error("no CMD healthcheck");
    return {test.begin() + 1, test.end()};
}

}  // namespace

bare_calls::bare_calls(const daemon_tests::stack& where)
    : where_(where),
      connection_(support::raw_client::unix_socket(where.engine().socket().string())),
      proxy_(where.project() + "-bare-proxy") {
    remove_proxy();
    auto body = recipe(call("GET", "/containers/" + where.container_name("proxy") + "/json"));
    body["HostConfig"].erase("PortBindings");
    body["Labels"] = json::object();
    for (auto& endpoint : body["NetworkingConfig"]["EndpointsConfig"])
        endpoint["Aliases"] = json::array();
    call("POST", "/containers/create?name=" + proxy_, body);
    call("POST", "/containers/" + proxy_ + "/start");
}

bare_calls::~bare_calls() {
    remove_proxy();
}

void bare_calls::remove_proxy() {
    connection_.exchange("DELETE", version + "/containers/" + proxy_ + "?force=1&v=1", "", "");
}

json bare_calls::call(std::string_view method, const std::string& target, const json& body) {
    const auto reply = connection_.exchange(method, version + target, encoded(body), json_header);
    if (!reply.whole || reply.status >= 400)
        throw std::runtime_error(std::string(method) + ' ' + target + ": " + reply.body);
    return json::parse(reply.body, nullptr, false);
}

int bare_calls::execute(const std::string& container, const strings& command) {
    const json wanted{{"AttachStdout", true}, {"AttachStderr", true}, {"Cmd", command}};
    const std::string id = call("POST", "/containers/" + container + "/exec", wanted).at("Id");
    auto attached = support::raw_client::unix_socket(where_.engine().socket().string());
    const json attach{{"Detach", false}, {"Tty", false}};
    const auto started =
        attached.exchange("POST", version + "/exec/" + id + "/start", attach.dump(), json_header);
    if (started.status != 200) throw std::runtime_error("exec: " + started.body);
    return call("GET", "/exec/" + id + "/json").at("ExitCode");
}

void bare_calls::require(const std::string& container, const strings& command) {
    if (execute(container, command) != 0) throw std::runtime_error(command.front() + " failed");
}

std::set<std::string> bare_calls::active_workers() {
    const auto table = call("GET", "/containers/" + proxy_ + "/top?ps_args=-o%20pid,args");
    std::set<std::string> pids;
    for (const strings row : table.at("Processes"))
        if (row.at(1) == "nginx: worker process") pids.insert(row.at(0));
    return pids;
}

bool bare_calls::serve_still(const std::set<std::string>& old_workers) {
    const auto now = active_workers();
    return std::any_of(now.begin(), now.end(),
                       [&](const std::string& pid) { return old_workers.contains(pid); });
}

std::vector<bare_calls::step> bare_calls::run(const std::string& idle_service) {
    const auto idle = where_.container_name(idle_service);
    const auto details = call("GET", "/containers/" + idle + "/json");
    const auto create = recipe(details);
    const auto probe = healthcheck(details);

    std::vector<step> steps;
    const auto timed = [&steps](const char* name, const std::function<void()>& work) {
        const auto began = daemon_tests::clock_type::now();
        work();
        steps.push_back({name, daemon_tests::clock_type::now() - began});
    };
    timed("remove idle", [&] { call("DELETE", "/containers/" + idle + "?force=1&v=1"); });
    timed("create", [&] { call("POST", "/containers/create?name=" + idle, create); });
    timed("start", [&] { call("POST", "/containers/" + idle + "/start"); });
    timed("healthcheck", [&] {
        const auto passes = [&] { return execute(idle, probe) == 0; };
        if (!support::poll_until(passes, daemon_tests::command_limit))
            throw std::runtime_error(idle + " does not get healthy");
    });
    timed("nginx -T", [&] { require(proxy_, {"nginx", "-T"}); });
    const auto old_workers = active_workers();
    timed("reload", [&] { require(proxy_, {"nginx", "-s", "reload"}); });
    timed("until nginx has moved", [&] {
        const auto moved = [&] { return !serve_still(old_workers); };
        if (!support::poll_until(moved, daemon_tests::command_limit))
            throw std::runtime_error("nginx keeps its old workers");
    });
    return steps;
}

}  // namespace bench
