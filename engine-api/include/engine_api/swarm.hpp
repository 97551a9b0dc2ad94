#pragma once

#include <engine_api/fwd.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace engine_api {

/// Whether this engine belongs to a swarm, as `GET /info` tells it.
struct swarm_state {
    std::string node_state;   ///< `inactive`, `pending`, `active`, `error`, `locked`
    bool is_manager = false;  ///< it can answer the swarm's own endpoints
    std::string node_id;      ///< empty outside a swarm
    std::string error;

    [[nodiscard]] bool is_active_manager() const { return node_state == "active" && is_manager; }
};

/// `GET /swarm`.
struct swarm_details {
    std::string id;
    std::string created;
    std::string updated;
};

/// Swarm reads. Valid as long as the client it came from.
class swarm {
  public:
    explicit swarm(session& s) : session_(&s) {}

    /// Answers on every engine.
    boost::asio::awaitable<swarm_state> state(deadline until = {});
    /// Managers only: anyone else answers with an error (`server`, 503).
    boost::asio::awaitable<swarm_details> inspect(deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
