#pragma once

#include <engine_api/find_engine.hpp>
#include <engine_api/registry_auth.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>
#include <vector>

namespace engine_api {

/// Several logins, and what kept others from being read.
struct all_logins {
    std::vector<registry_credentials> found;  ///< each with its `server`
    std::vector<std::string> problems;        ///< sentences; none repeats what a helper said
};

/// The logins of a docker config: `credHelpers` of the registry, else `credsStore`, else `auths`,
/// as the docker CLI has it.
class credentials {
  public:
    /// None.
    credentials() = default;

    /// From the docker config of these variables; none when there is no config.
    /// Throws `error` (bad_request) for a config that cannot be read as one.
    [[nodiscard]] static credentials load(const environment& variables, const file_reader& files);
    /// From the text of a config.json; `path` is for errors.
    [[nodiscard]] static credentials parse(const std::string& text, const std::string& path);

    /// How to log in to the registry of an image; empty = anonymous. `default_registry` is
    /// `engine_info::index_server`: the key of the registry that references without a host mean.
    /// A helper (`docker-credential-NAME get`) is started without a shell and gets the server on
    /// its stdin; it has until `until`, at most 30 s. Throws `error`: bad_request when it cannot be
    /// started, timeout, permission when it fails otherwise than by not knowing the server,
    /// protocol when its answer is none. No error repeats what a helper or the config said.
    [[nodiscard]] boost::asio::awaitable<registry_credentials> find(std::string reference,
                                                                    std::string default_registry,
                                                                    deadline until = {}) const;

    /// All that there are, for `build_options::auths`: a Dockerfile may name any registry. A helper
    /// that fails costs its own registries their login and is among the problems. Each helper has
    /// until `until`, at most 30 s. Throws `error` only when cancelled.
    [[nodiscard]] boost::asio::awaitable<all_logins> all(deadline until = {}) const;

    /// There is nothing that `find` or `all` could find.
    [[nodiscard]] bool empty() const;

  private:
    [[nodiscard]] std::string helper_for(const std::string& server) const;
    [[nodiscard]] registry_credentials stored(const std::string& server) const;
    /// Which helper has which servers: the store's own list, and `credHelpers` above it.
    boost::asio::awaitable<std::map<std::string, std::string>> helped_servers(
        std::vector<std::string>& problems, deadline until) const;

    std::map<std::string, registry_credentials> auths_;
    std::map<std::string, std::string> helpers_;  // by server
    std::string store_;                           // helper for all others
};

/// The text of a docker config with these logins, as the docker CLI writes it where it has no
/// helper: who reads it can log in as they do.
[[nodiscard]] std::string docker_config_text(const std::vector<registry_credentials>& logins);

}  // namespace engine_api
