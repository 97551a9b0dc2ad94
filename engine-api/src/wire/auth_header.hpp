#pragma once

#include <engine_api/registry_auth.hpp>

#include <string>
#include <vector>

namespace engine_api::wire {

/// The value of `X-Registry-Auth`: one registry, JSON in URL-safe base64.
[[nodiscard]] std::string auth_header(const registry_credentials& c);

/// The value of `X-Registry-Config`: all registries a build may need, by server.
[[nodiscard]] std::string auth_header(const std::vector<registry_credentials>& all);

}  // namespace engine_api::wire
