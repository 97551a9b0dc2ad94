#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

struct network_summary {
    std::string id;
    std::string name;  ///< not unique on an engine
    std::string driver;
    std::map<std::string, std::string> labels;
};

/// A container on a network.
struct attached_container {
    std::string name;
    std::string ipv4;  ///< with prefix length; empty = none
    std::string ipv6;
};

/// `GET /networks/{id}`.
struct network_details {
    std::string id;
    std::string name;
    std::string driver;
    std::string scope;  ///< `local`, `swarm`, ...
    std::string created;
    bool internal = false;
    bool attachable = false;
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> options;            ///< the driver's
    std::map<std::string, attached_container> containers;  ///< by id; those that run
};

/// `/networks`. Valid as long as the client it came from.
class networks {
  public:
    explicit networks(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<network_summary>> list(filters filter = {},
                                                              deadline until = {});
    boost::asio::awaitable<network_details> inspect(std::string id, deadline until = {});
    /// As `inspect`; nullopt when there is no such network (404).
    boost::asio::awaitable<std::optional<network_details>> find(std::string id,
                                                                deadline until = {});
    /// `body` is the JSON document of `POST /networks/create`; the id of the new network.
    boost::asio::awaitable<std::string> create(std::string body, deadline until = {});
    /// `body` is the JSON document of `POST /networks/{id}/connect`.
    boost::asio::awaitable<void> connect(std::string id, std::string body, deadline until = {});
    /// `force` also takes a container away that no longer exists.
    boost::asio::awaitable<void> disconnect(std::string id, std::string container,
                                            bool force = false, deadline until = {});
    boost::asio::awaitable<void> remove(std::string id, deadline until = {});
    /// Removes those that no container uses; their names.
    boost::asio::awaitable<std::vector<std::string>> prune(filters filter = {},
                                                           deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
