#include "local_error.hpp"
#include "wire/json.hpp"
#include "wire/sha256.hpp"

#include <engine_api/find_engine.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace engine_api {

namespace {

using wire::json;

std::string variable(const environment& variables, const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
}

json parsed(const std::string& text, const std::string& path) {
    auto document = json::parse(text, nullptr, false);
    if (!document.is_object()) throw refused_argument(path + " is not a JSON object");
    return document;
}

std::string text_at(const json& document, const char* key, const std::string& path) {
    const auto& found = wire::member(document, key);
    if (found.is_null()) return {};
    if (!found.is_string()) throw refused_argument(path + ": '" + key + "' is not a string");
    return found.get<std::string>();
}

/// The files of a folder as the docker CLI names them; those that are absent stay empty.
tls_settings tls_below(const std::string& folder, const file_reader& files) {
    const auto present = [&](const char* name) {
        auto path = folder + '/' + name;
        return files.exists(path) ? path : std::string();
    };
    tls_settings tls;
    tls.ca_file = present("ca.pem");
    tls.certificate = present("cert.pem");
    tls.key = present("key.pem");
    if (tls.certificate.empty() || tls.key.empty()) tls.certificate = tls.key = {};
    return tls;
}

std::optional<tls_settings> tls_of(const environment& variables, const file_reader& files) {
    const bool verify = !variable(variables, "DOCKER_TLS_VERIFY").empty();
    if (!verify && variable(variables, "DOCKER_TLS").empty()) return std::nullopt;
    auto folder = variable(variables, "DOCKER_CERT_PATH");
    if (folder.empty()) folder = docker_config_folder(variables);
    auto tls = tls_below(folder, files);
    tls.verify = verify;
    // Must be there: its absence is an error, not less safety.
    if (verify) tls.ca_file = folder + "/ca.pem";
    return tls;
}

endpoint context_endpoint(const std::string& name, const std::string& config,
                          const file_reader& files) {
    const auto id = wire::sha256_hex(name);
    const auto path = config + "/contexts/meta/" + id + "/meta.json";
    const auto text = files.read(path);
    if (!text)
        throw refused_argument(
            "the docker context '" + name + "' does not exist (" + path + ")",
            "choose another one with DOCKER_CONTEXT, or name the engine with --host");
    const auto document = parsed(*text, path);
    const auto& docker = wire::member(wire::member(document, "Endpoints"), "docker");
    const auto host = text_at(docker, "Host", path);
    if (host.empty())
        throw refused_argument("the docker context '" + name + "' names no address (" + path + ")");
    const auto tls_folder = config + "/contexts/tls/" + id + "/docker";
    const bool skip = wire::member(docker, "SkipTLSVerify") == json(true);
    std::optional<tls_settings> tls;
    if (skip || files.exists(tls_folder)) {
        tls = tls_below(tls_folder, files);
        tls->verify = !skip;
    }
    return parse_endpoint(host, tls);
}

/// Which context is meant; empty = none.
struct chosen_context {
    std::string name;
    std::string by;
};

chosen_context context_of(const environment& variables, const std::string& config,
                          const file_reader& files) {
    chosen_context c{variable(variables, "DOCKER_CONTEXT"), "DOCKER_CONTEXT"};
    if (c.name.empty() && !config.empty()) {
        const auto path = config + "/config.json";
        if (const auto text = files.read(path))
            c = {text_at(parsed(*text, path), "currentContext", path), path};
    }
    if (c.name == "default") c.name.clear();
    return c;
}

/// Where engines listen when nobody says otherwise, in the order in which they are looked for.
std::vector<std::string> usual_sockets(const environment& variables) {
    std::vector<std::string> places{endpoint().path};
    const auto run = variable(variables, "XDG_RUNTIME_DIR");
    const auto home = variable(variables, "HOME");
    if (!run.empty()) places.push_back(run + "/docker.sock");
    if (!home.empty()) places.push_back(home + "/.docker/run/docker.sock");
    if (!run.empty()) places.push_back(run + "/podman/podman.sock");
    places.emplace_back("/run/podman/podman.sock");
    return places;
}

engine_settings usual_engine(const environment& variables, const file_reader& files) {
    engine_settings s;
    s.source = "the usual place";
    if (const auto tls = tls_of(variables, files)) {
        s.where = parse_endpoint("tcp://localhost:" + std::to_string(tls_port), tls);
        return s;
    }
    for (const auto& place : usual_sockets(variables)) {
        if (!files.exists(place)) continue;
        s.where = parse_endpoint(place);
        return s;
    }
    return s;
}

engine_settings address_of(const environment& variables, const file_reader& files,
                           const engine_choice& choice) {
    const auto named = [&](const std::string& address, const std::string& by) {
        engine_settings s;
        s.where = parse_endpoint(address, tls_of(variables, files));
        s.source = by;
        return s;
    };
    if (choice.socket) return named(*choice.socket, "--socket");
    if (choice.host) return named(*choice.host, "--host");
    const auto host = variable(variables, "DOCKER_HOST");
    if (!host.empty()) return named(host, "DOCKER_HOST");
    const auto config = docker_config_folder(variables);
    const auto context = context_of(variables, config, files);
    if (context.name.empty()) return usual_engine(variables, files);
    engine_settings s;
    s.where = context_endpoint(context.name, config, files);
    s.source = "context '" + context.name + "' (" + context.by + ")";
    return s;
}

}  // namespace

environment host_environment() {
    environment variables;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

file_reader host_files() {
    file_reader files;
    files.read = [](const std::string& path) -> std::optional<std::string> {
        std::ifstream in(path, std::ios::binary);
        if (!in) return std::nullopt;
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    };
    files.exists = [](const std::string& path) {
        std::error_code ec;
        return std::filesystem::exists(path, ec);
    };
    return files;
}

std::string docker_config_folder(const environment& variables) {
    const auto folder = variable(variables, "DOCKER_CONFIG");
    if (!folder.empty()) return folder;
    const auto home = variable(variables, "HOME");
    return home.empty() ? std::string() : home + "/.docker";
}

engine_settings find_engine(const environment& variables, const file_reader& files,
                            const engine_choice& choice) {
    auto found = address_of(variables, files, choice);
    found.api_version = variable(variables, "DOCKER_API_VERSION");
    if (found.api_version.starts_with('v')) found.api_version.erase(0, 1);
    return found;
}

}  // namespace engine_api
