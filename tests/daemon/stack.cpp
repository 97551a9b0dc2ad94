#include "stack.hpp"

#include <support/folders.hpp>
#include <support/raw_client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace daemon_tests {

namespace fs = std::filesystem;

namespace {

const fs::path repository = support::source_dir();
const std::string snippet_name = "nginx/conf.d/upstream.conf";
const std::string record_name = "state/active-color";

std::string variable(const char* name) {
    const auto* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// Below those that the system gives to outgoing connections, so that none of them takes it before
// the proxy does.
unsigned short free_port() {
    using boost::asio::ip::tcp;
    constexpr int first = 20'000;
    constexpr int count = 10'000;
    boost::asio::io_context context;
    for (int tried = 0; tried < count; ++tried) {
        const auto port = static_cast<unsigned short>(first + (::getpid() + tried) % count);
        tcp::acceptor acceptor(context, tcp::v4());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        boost::system::error_code taken;
        acceptor.bind({tcp::v4(), port}, taken);
        if (!taken) return port;
    }
    throw std::runtime_error("no port is free");
}

// The same in every run of one build folder, so that a run finds what a killed one left behind.
std::string project_of_this_build() {
    std::ostringstream name;
    name << "rollout-test-" << std::hex
         << (std::hash<std::string>()(support::build_dir()) & 0xffffff);
    return name.str();
}

void copy_sample(const fs::path& to) {
    fs::copy_file(repository / "docker-compose.yml", to / "docker-compose.yml");
    fs::copy(repository / "nginx", to / "nginx", fs::copy_options::recursive);
    fs::create_directories(to / "app" / "dist");
    fs::copy_file(repository / "app" / "Dockerfile", to / "app" / "Dockerfile");
    fs::copy_file(support::build_dir() + "/app/rollout-app", to / "app" / "dist" / "rollout-app");
}

}  // namespace

std::string program() {
    const auto chosen = variable("ROLLOUT_BIN");
    return chosen.empty() ? support::build_dir() + "/rollout" : chosen;
}

fs::path test_socket() {
    return variable("ROLLOUT_TEST_SOCKET");
}

stack::stack(const fs::path& engine_socket)
    : engine_(engine_socket), project_(project_of_this_build()), port_(free_port()) {
    copy_sample(folder_.path());
    engine_.remove_all_of(project_);
}

stack::~stack() {
    try {
        engine_.remove_all_of(project_);
    } catch (const std::exception& e) {
        std::cerr << "cannot clear the engine: " << e.what() << '\n';
    }
}

std::string stack::url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + '/';
}

std::string stack::container_name(const std::string& service) const {
    return project_ + '-' + service + "-1";
}

container_view stack::container(const std::string& service) const {
    const auto found = engine_.container(container_name(service));
    if (!found) throw std::runtime_error("there is no container of service " + service);
    return *found;
}

std::vector<std::string> stack::command(std::vector<std::string> arguments) const {
    std::vector<std::string> whole{program(), "--socket", engine_.socket().string(), "-p",
                                   project_};
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    return whole;
}

variables stack::environment(variables settings) const {
    settings.emplace("PROXY_PORT", std::to_string(port_));
    return settings;
}

std::unique_ptr<process> stack::start(std::vector<std::string> arguments,
                                      const variables& settings) const {
    return std::make_unique<process>(command(std::move(arguments)), environment(settings),
                                     folder_.path());
}

result stack::run(std::vector<std::string> arguments, const variables& settings) const {
    const auto running = start(std::move(arguments), settings);
    result done;
    done.exit_code = running->wait(command_limit);
    done.output = running->output();
    return done;
}

answer stack::ask(const std::string& headers) const {
    auto client = support::raw_client::loopback(port_);
    const auto reply = client.exchange("GET", "/", "", "Connection: close\r\n" + headers);
    answer got;
    got.status = reply.status;
    const auto body = nlohmann::json::parse(reply.body, nullptr, false);
    if (!body.is_object()) return got;
    got.replica = body.value("replica", "");
    got.version = body.value("version", "");
    return got;
}

std::string stack::snippet() const {
    return folder_.read(snippet_name);
}

void stack::write_snippet(std::string_view text) const {
    folder_.write(snippet_name, text);
}

std::string stack::record() const {
    if (!fs::exists(folder_ / record_name)) return "";
    const auto text = folder_.read(record_name);
    return text.substr(0, text.find('\n'));
}

void stack::edit_compose_file(std::string_view from, std::string_view to) const {
    auto text = folder_.read("docker-compose.yml");
    const auto at = text.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("the Compose file has no '" + std::string(from) + '\'');
    text.replace(at, from.size(), to);
    folder_.write("docker-compose.yml", text);
}

}  // namespace daemon_tests
