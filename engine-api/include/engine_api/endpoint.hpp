#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api {

/// TLS towards an engine behind tcp. Files are PEM and are read at each new connection.
struct tls_settings {
    tls_settings() = default;
    bool verify = true;       ///< the server's certificate, against `ca_file` and the host's name
    std::string ca_file;      ///< empty = the system's own authorities
    std::string certificate;  ///< the client's, with its chain; empty = none
    std::string key;          ///< of `certificate`
    std::string server_name;  ///< whom to ask for and to verify; empty = the endpoint's host
};

/// Where an engine listens.
struct endpoint {
    enum class kind { unix_socket, tcp };

    endpoint() = default;
    kind type = kind::unix_socket;
    std::string path = "/var/run/docker.sock";  ///< unix socket
    std::string host;                           ///< tcp: name or address, without brackets
    std::uint16_t port = 2375;                  ///< tcp
    std::optional<tls_settings> tls;            ///< tcp; absent = not encrypted

    /// The URL form, as `parse_endpoint` reads it.
    [[nodiscard]] std::string url() const;
    /// `host:port`, an IPv6 address in brackets.
    [[nodiscard]] std::string host_and_port() const;
};

/// The port of addresses that name none. As in the docker CLI, TLS alone does not change it: only
/// https:// means the other one.
inline constexpr std::uint16_t plain_port = 2375;
inline constexpr std::uint16_t tls_port = 2376;

/// Reads `unix:///path`, `tcp://host[:port]`, `http://host[:port]`, `https://host[:port]` (TLS with
/// the system's authorities), an absolute path or `host:port`. No path means /var/run/docker.sock,
/// no host localhost. With `tls`, a tcp address gets it.
/// Throws `error` (bad_request) for anything else and says what to use instead.
[[nodiscard]] endpoint parse_endpoint(std::string_view url,
                                      const std::optional<tls_settings>& tls = std::nullopt);

}  // namespace engine_api
