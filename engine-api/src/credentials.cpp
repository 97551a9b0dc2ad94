#include "helper_process.hpp"
#include "local_error.hpp"
#include "wire/base64.hpp"
#include "wire/json.hpp"

#include <engine_api/credentials.hpp>
#include <engine_api/image_reference.hpp>

#include <algorithm>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

/// `https://host/v1/` -> `host`: keys come in both spellings.
std::string host_of(std::string key) {
    if (const auto scheme = key.find("://"); scheme != std::string::npos) key.erase(0, scheme + 3);
    return key.substr(0, key.find('/'));
}

/// The key under which the credentials of an image's registry are kept. The default registry is
/// kept under its index (`https://index.NAME/v1/`), while a reference may call it by `NAME`.
std::string server_of(const std::string& reference, const std::string& default_registry) {
    const auto image = parse_image_reference(reference);
    const auto index = host_of(default_registry);
    const bool is_default =
        !image.names_domain || image.domain == index || "index." + image.domain == index;
    return is_default ? default_registry : image.domain;
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
        throw refused_argument(path + ": the 'auth' of " + server + " cannot be read");
    c.username = pair->substr(0, colon);
    c.password = pair->substr(colon + 1);
    c.password.erase(c.password.find_last_not_of('\0') + 1);
    return c;
}

std::string program_of(const std::string& helper) {
    return "docker-credential-" + helper;
}

/// What a helper answered; empty when it has nothing for the server.
registry_credentials read_answer(const helper_result& answer, const std::string& helper,
                                 const std::string& server) {
    registry_credentials c;
    if (answer.exit_code != 0) {
        // The protocol's own words for an absent entry.
        if (answer.output.find("credentials not found") != std::string::npos) return c;
        throw local_error(error_kind::permission, helper + " failed for " + server +
                                                      " (exit code " +
                                                      std::to_string(answer.exit_code) + ")");
    }
    const auto document = json::parse(answer.output, nullptr, false);
    const auto& username = wire::member(document, "Username");
    const auto& secret = wire::member(document, "Secret");
    if (!username.is_string() || !secret.is_string())
        throw local_error(error_kind::protocol,
                          helper + " answered something else than credentials");
    c.server = server;
    if (username == "<token>") {
        c.identity_token = secret.get<std::string>();
    } else {
        c.username = username.get<std::string>();
        c.password = secret.get<std::string>();
    }
    return c;
}

/// Runs `docker-credential-NAME WORD`.
net::awaitable<helper_result> ask(std::string name, std::string word, std::string input,
                                  deadline until) {
    constexpr std::chrono::seconds patience{30};
    if (name.find('/') != std::string::npos)
        throw refused_argument("a credential helper's name has no slash: " + name);
    const auto limit = deadline::at(until.cap(deadline::clock::now() + patience));
    return run_helper(program_of(name), std::move(word), std::move(input), limit);
}

net::awaitable<registry_credentials> login_from(std::string helper, std::string server,
                                                deadline until) {
    const auto answer = co_await ask(helper, "get", server, until);
    co_return read_answer(answer, program_of(helper), server);
}

/// The servers that a helper knows.
net::awaitable<wire::string_list> servers_of(std::string helper, deadline until) {
    const auto answer = co_await ask(helper, "list", "", until);
    const auto program = program_of(helper);
    if (answer.exit_code != 0)
        throw local_error(error_kind::permission, program +
                                                      " cannot list its registries (exit code " +
                                                      std::to_string(answer.exit_code) + ")");
    const auto document = json::parse(answer.output, nullptr, false);
    if (!document.is_object())
        throw local_error(error_kind::protocol,
                          program + " answered something else than a list of registries");
    wire::string_list servers;
    for (const auto& entry : document.items())
        servers.push_back(entry.key());
    co_return servers;
}

void note(const error& e, std::vector<std::string>& problems) {
    if (e.kind() == error_kind::cancelled) throw e;
    problems.emplace_back(e.what());
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
    if (!document.is_object()) throw refused_argument(path + " is not a JSON object");
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
    throw refused_argument(path + ": credentials are not written as the docker CLI does");
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
    const auto server = server_of(reference, default_registry);
    if (server.empty()) co_return registry_credentials();
    const auto helper = helper_for(server);
    if (helper.empty()) co_return stored(server);
    co_return co_await login_from(helper, server, until);
}

net::awaitable<std::map<std::string, std::string>> credentials::helped_servers(
    std::vector<std::string>& problems, deadline until) const {
    std::map<std::string, std::string> by_server;
    wire::string_list listed;
    try {
        if (!store_.empty()) listed = co_await servers_of(store_, until);
    } catch (const error& e) {
        note(e, problems);
    }
    for (const auto& server : listed)
        by_server[server] = store_;
    for (const auto& [server, helper] : helpers_)
        by_server[server] = helper;
    co_return by_server;
}

net::awaitable<all_logins> credentials::all(deadline until) const {
    all_logins logins;
    for (const auto& [server, login] : auths_)
        if (helper_for(server).empty() && !login.empty()) logins.found.push_back(login);
    const auto helped = co_await helped_servers(logins.problems, until);
    for (const auto& [server, helper] : helped) {
        try {
            auto login = co_await login_from(helper, server, until);
            if (!login.empty()) logins.found.push_back(std::move(login));
        } catch (const error& e) {
            note(e, logins.problems);
        }
    }
    co_return logins;
}

std::string docker_config_text(const std::vector<registry_credentials>& logins) {
    json auths = json::object();
    for (const auto& login : logins) {
        auto& entry = auths[login.server] = json::object();
        const auto pair = login.username + ':' + login.password;
        if (!login.username.empty()) entry["auth"] = wire::base64(pair);
        if (!login.identity_token.empty()) entry["identitytoken"] = login.identity_token;
        if (!login.registry_token.empty()) entry["registrytoken"] = login.registry_token;
    }
    return wire::to_text({{"auths", auths}});
}

bool credentials::empty() const {
    const bool any_stored = std::any_of(auths_.begin(), auths_.end(),
                                        [](const auto& entry) { return !entry.second.empty(); });
    return store_.empty() && helpers_.empty() && !any_stored;
}

}  // namespace engine_api
