#pragma once

#include <engine_api/endpoint.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace engine_api {

using environment = std::map<std::string, std::string>;

/// How files are looked at; tests put their own in.
struct file_reader {
    file_reader() = default;
    /// All of a file; nullopt when it does not exist or cannot be read.
    std::function<std::optional<std::string>(const std::string& path)> read;
    /// Files, sockets and folders alike.
    std::function<bool(const std::string& path)> exists;
};

/// The process's own variables.
[[nodiscard]] environment host_environment();
/// The machine's own files.
[[nodiscard]] file_reader host_files();

/// What a caller was told on its command line, above everything else.
struct engine_choice {
    engine_choice() = default;
    std::optional<std::string> socket;  ///< path or unix:// address
    std::optional<std::string> host;    ///< any address
};

/// Which engine is meant, and how to talk to it.
struct engine_settings {
    endpoint where;
    std::string api_version;  ///< `DOCKER_API_VERSION`; empty = negotiate
    std::string source;       ///< what decided, for people: `DOCKER_HOST`, `context 'ci'`, ...
};

/// In the docker CLI's own order: `choice`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context of
/// the docker config (below `DOCKER_CONFIG`, else `$HOME/.docker`), and then the first socket that
/// exists: /var/run/docker.sock, the rootless engine's (below `XDG_RUNTIME_DIR`, else
/// `$HOME/.docker/run`), podman's below `XDG_RUNTIME_DIR`, podman's system socket. A variable that
/// is set but empty counts as not set, one with any text in it as set.
/// With `DOCKER_TLS_VERIFY`, tcp addresses that no context names get TLS with the ca.pem, cert.pem
/// and key.pem of `DOCKER_CERT_PATH` (else the folder of the docker config), and nothing else is
/// looked for than tcp://localhost:2376; with `DOCKER_TLS` the same without proof who answers.
/// Throws `error` (bad_request) for an address, a context or a config file that cannot be used.
[[nodiscard]] engine_settings find_engine(const environment& variables, const file_reader& files,
                                          const engine_choice& choice = {});

/// The folder of the docker config; empty when neither DOCKER_CONFIG nor HOME is set.
[[nodiscard]] std::string docker_config_folder(const environment& variables);

}  // namespace engine_api
