#pragma once

#include <string>

namespace engine_api {

/// How to log in to one registry. Never printed, logged or part of an error by this library.
struct registry_credentials {
    registry_credentials() = default;
    std::string username;
    std::string password;
    std::string identity_token;  ///< instead of the two above
    std::string registry_token;  ///< a bearer token for the registry itself
    std::string server;          ///< the key under which they are kept

    [[nodiscard]] bool empty() const {
        return username.empty() && password.empty() && identity_token.empty() &&
               registry_token.empty();
    }
};

}  // namespace engine_api
