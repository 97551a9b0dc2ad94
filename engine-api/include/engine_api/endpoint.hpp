#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace engine_api {

/// Where an engine listens.
struct endpoint {
    enum class kind { unix_socket, tcp };

    endpoint() = default;
    kind type = kind::unix_socket;
    std::string path = "/var/run/docker.sock";  ///< unix socket
    std::string host;                           ///< tcp: name or address, without brackets
    std::uint16_t port = 2375;                  ///< tcp

    /// The URL form, as `parse_endpoint` reads it.
    [[nodiscard]] std::string url() const;
};

/// Reads `unix:///path`, `tcp://host[:port]`, `http://host[:port]` or an absolute path.
/// Throws `error` (bad_request) for anything else and says what to use instead.
[[nodiscard]] endpoint parse_endpoint(std::string_view url);

}  // namespace engine_api
