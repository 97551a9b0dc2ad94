#include "wire/auth_header.hpp"

#include "wire/base64.hpp"
#include "wire/json.hpp"

namespace engine_api::wire {

namespace {

json document_of(const registry_credentials& c) {
    json document = json::object();
    const auto add = [&document](const char* key, const std::string& value) {
        if (!value.empty()) document[key] = value;
    };
    add("username", c.username);
    add("password", c.password);
    add("identitytoken", c.identity_token);
    add("registrytoken", c.registry_token);
    add("serveraddress", c.server);
    return document;
}

}  // namespace

std::string auth_header(const registry_credentials& c) {
    return base64url(to_text(document_of(c)));
}

std::string auth_header(const std::vector<registry_credentials>& all) {
    json document = json::object();
    for (const auto& c : all)
        document[c.server] = document_of(c);
    return base64url(to_text(document));
}

}  // namespace engine_api::wire
