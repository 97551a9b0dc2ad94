#include "helper_process.hpp"
#include "wire/base64.hpp"
#include "wire/json.hpp"
#include "wire/reference.hpp"

#include <engine_api/credentials.hpp>
#include <engine_api/error.hpp>

#include <algorithm>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

[[noreturn]] void fail(error_kind kind, const std::string& reason) {
    error::details d;
    d.kind = kind;
    d.reason = reason;
    throw error(d);
}

/// `https://host/v1/` -> `host`: keys come in both spellings.
std::string host_of(std::string key) {
    if (const auto scheme = key.find("://"); scheme != std::string::npos) key.erase(0, scheme + 3);
    return key.substr(0, key.find('/'));
}

/// The key under which the credentials of an image's registry are kept. The default registry is
/// kept under its index (`https://index.NAME/v1/`), while a reference may call it by `NAME`.
std::string server_of(const std::string& reference, const std::string& default_registry) {
    const auto host = wire::registry_of(reference);
    const auto index = host_of(default_registry);
    const bool is_default = host.empty() || host == index || "index." + host == index;
    return is_default ? default_registry : host;
}

registry_credentials read_entry(const json& entry, const std::string& server,
                                const std::string& path) {
    registry_credentials c;
    c.server = server;
    c.username = wire::value<std::string>(entry, "username");
    c.password = wire::value<std::string>(entry, "password");
    c.identity_token = wire::value<std::string>(entry, "identitytoken");
    c.registry_token = wire::value<std::string>(entry, "registrytoken");
    const auto coded = wire::value<std::string>(entry, "auth");
    if (coded.empty()) return c;
    const auto pair = wire::from_base64(coded);
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos)
        fail(error_kind::bad_request, path + ": the 'auth' of " + server + " cannot be read");
    c.username = pair->substr(0, colon);
    c.password = pair->substr(colon + 1);
    c.password.erase(c.password.find_last_not_of('\0') + 1);
    return c;
}

/// What a helper answered; empty when it has nothing for the server.
registry_credentials read_answer(const helper_result& answer, const std::string& helper,
                                 const std::string& server) {
    registry_credentials c;
    if (answer.exit_code != 0) {
        // The protocol's own words for an absent entry.
        if (answer.output.find("credentials not found") != std::string::npos) return c;
        fail(error_kind::permission, helper + " failed for " + server + " (exit code " +
                                         std::to_string(answer.exit_code) + ")");
    }
    const auto document = json::parse(answer.output, nullptr, false);
    const auto& username = wire::member(document, "Username");
    const auto& secret = wire::member(document, "Secret");
    if (!username.is_string() || !secret.is_string())
        fail(error_kind::protocol, helper + " answered something else than credentials");
    c.server = server;
    if (username == "<token>") {
        c.identity_token = secret.get<std::string>();
    } else {
        c.username = username.get<std::string>();
        c.password = secret.get<std::string>();
    }
    return c;
}

}  // namespace

credentials credentials::load(const environment& variables, const file_reader& files) {
    const auto folder = docker_config_folder(variables);
    if (folder.empty()) return {};
    const auto path = folder + "/config.json";
    const auto text = files.read(path);
    return text ? parse(*text, path) : credentials();
}

credentials credentials::parse(const std::string& text, const std::string& path) {
    const auto document = json::parse(text, nullptr, false);
    if (!document.is_object()) fail(error_kind::bad_request, path + " is not a JSON object");
    credentials c;
    try {
        for (const auto& [server, entry] : wire::member(document, "auths").items())
            c.auths_[server] = read_entry(entry, server, path);
        c.helpers_ = wire::value<wire::string_map>(document, "credHelpers");
        c.store_ = wire::value<std::string>(document, "credsStore");
        return c;
    } catch (const json::exception&) {
        // Its text may quote the value.
    }
    fail(error_kind::bad_request, path + ": credentials are not written as the docker CLI does");
}

std::string credentials::helper_for(const std::string& server) const {
    auto found = helpers_.find(server);
    if (found == helpers_.end()) found = helpers_.find(host_of(server));
    return found == helpers_.end() ? store_ : found->second;
}

registry_credentials credentials::stored(const std::string& server) const {
    if (const auto exact = auths_.find(server); exact != auths_.end()) return exact->second;
    const auto similar = std::find_if(auths_.begin(), auths_.end(), [&](const auto& entry) {
        return host_of(entry.first) == host_of(server);
    });
    return similar == auths_.end() ? registry_credentials() : similar->second;
}

net::awaitable<registry_credentials> credentials::find(std::string reference,
                                                       std::string default_registry,
                                                       deadline until) const {
    constexpr std::chrono::seconds patience{30};
    const auto server = server_of(reference, default_registry);
    if (server.empty()) co_return registry_credentials();
    const auto name = helper_for(server);
    if (name.empty()) co_return stored(server);
    if (name.find('/') != std::string::npos)
        fail(error_kind::bad_request, "a credential helper's name has no slash: " + name);
    const auto program = "docker-credential-" + name;
    const auto limit = deadline::at(until.cap(deadline::clock::now() + patience));
    const auto answer = co_await run_helper(program, "get", server, limit);
    co_return read_answer(answer, program, server);
}

}  // namespace engine_api
