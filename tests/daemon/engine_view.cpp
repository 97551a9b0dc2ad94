#include "engine_view.hpp"

#include <support/raw_client.hpp>

#include <nlohmann/json.hpp>

#include <exception>
#include <iomanip>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace daemon_tests {

using json = nlohmann::json;

namespace {

support::raw_reply ask(const std::filesystem::path& socket, std::string_view method,
                       const std::string& target, const std::string& body = "",
                       const std::string& type = "application/json") {
    auto client = support::raw_client::unix_socket(socket.string());
    const std::string headers = "Connection: close\r\n";
    auto reply = client.exchange(
        method, target, body, body.empty() ? headers : headers + "Content-Type: " + type + "\r\n");
    if (!reply.whole) throw std::runtime_error("no whole answer to " + target);
    return reply;
}

std::string unix_seconds(std::chrono::system_clock::time_point time) {
    using namespace std::chrono;
    const auto since = time.time_since_epoch();
    const auto whole = duration_cast<seconds>(since);
    std::ostringstream text;
    text << whole.count() << '.' << std::setw(9) << std::setfill('0')
         << duration_cast<nanoseconds>(since - whole).count();
    return text.str();
}

}  // namespace

engine_view::engine_view(std::filesystem::path socket) : socket_(std::move(socket)) {
    const std::string remedy =
        "; the tests of the label 'daemon' need a real engine: run scripts/test, or start one with "
        "scripts/engine and set ROLLOUT_TEST_SOCKET to its socket";
    if (socket_.empty()) throw std::runtime_error("ROLLOUT_TEST_SOCKET is not set" + remedy);
    try {
        if (ask(socket_, "GET", "/_ping").body == "OK") return;
    } catch (const std::exception& e) {
        throw std::runtime_error("no engine answers at " + socket_.string() + ": " + e.what() +
                                 remedy);
    }
    throw std::runtime_error("what answers at " + socket_.string() + " is no engine" + remedy);
}

json engine_view::call(std::string_view method, const std::string& target,
                       const std::string& body) const {
    const auto reply = ask(socket_, method, target, body);
    if (reply.status >= 400)
        throw std::runtime_error(std::string(method) + ' ' + target + ": " + reply.body);
    return json::parse(reply.body, nullptr, false);
}

bool engine_view::answers() const {
    try {
        return ask(socket_, "GET", "/_ping").body == "OK";
    } catch (const std::exception&) {
        return false;
    }
}

void engine_view::copy_image(const engine_view& from, const std::string& name) const {
    const auto saved = ask(from.socket_, "GET", "/images/" + name + "/get");
    if (saved.status != 200) throw std::runtime_error("no image " + name + ": " + saved.body);
    const auto loaded = ask(socket_, "POST", "/images/load", saved.body, "application/x-tar");
    if (!has_image(name)) throw std::runtime_error("cannot load " + name + ": " + loaded.body);
}

std::vector<std::string> engine_view::containers_of(const std::string& project) const {
    std::vector<std::string> found;
    for (const auto& one : call("GET", "/containers/json?all=1"))
        for (const std::string name : one.at("Names"))
            if (name.starts_with('/' + project + '-')) found.push_back(name.substr(1));
    return found;
}

std::vector<std::string> engine_view::networks_of(const std::string& project) const {
    std::vector<std::string> found;
    for (const auto& one : call("GET", "/networks")) {
        const std::string name = one.at("Name");
        if (name.starts_with(project + '_')) found.push_back(name);
    }
    return found;
}

std::optional<container_view> engine_view::container(const std::string& name) const {
    const auto reply = ask(socket_, "GET", "/containers/" + name + "/json");
    if (reply.status == 404) return std::nullopt;
    const auto details = json::parse(reply.body);
    container_view view;
    view.id = details.at("Id");
    view.state = details.at("State").at("Status");
    view.started_at = details.at("State").at("StartedAt");
    return view;
}

bool engine_view::has_image(const std::string& name) const {
    return ask(socket_, "GET", "/images/" + name + "/json").status == 200;
}

std::vector<std::string> engine_view::actions_on(
    const std::string& id, std::chrono::system_clock::time_point since) const {
    const auto reply = ask(socket_, "GET",
                           "/events?since=" + unix_seconds(since) +
                               "&until=" + unix_seconds(std::chrono::system_clock::now()));
    std::vector<std::string> actions;
    std::istringstream lines(reply.body);
    for (std::string line; std::getline(lines, line);) {
        const auto event = json::parse(line);
        if (event.value("Type", "") == "container" && event.at("Actor").at("ID") == id)
            actions.push_back(event.at("Action"));
    }
    return actions;
}

void engine_view::remove_all_of(const std::string& project) const {
    std::string problems;
    const auto remove = [&](const std::string& target) {
        const auto reply = ask(socket_, "DELETE", target);
        if (reply.status >= 400 && reply.status != 404) problems += target + ": " + reply.body;
    };
    for (const auto& name : containers_of(project))
        remove("/containers/" + name + "?force=1&v=1");
    for (const auto& name : networks_of(project))
        remove("/networks/" + name);
    for (const auto* color : {"-app", "-app_green"})
        remove("/images/" + project + color);
    if (!problems.empty()) throw std::runtime_error(problems);
}

}  // namespace daemon_tests
