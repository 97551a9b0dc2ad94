#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/swarm.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

/// The headers of `GET /_ping`.
struct ping_result {
    std::string api_version;      ///< newest the engine speaks; empty = it is no Docker engine
    std::string os;               ///< of the containers
    std::string builder_version;  ///< `1` classic, `2` BuildKit by default; empty = not told
};

struct engine_version {
    std::string engine;       ///< `Engine` of Docker's own, `Podman Engine`, ...
    std::string version;      ///< `20.10.24`
    std::string api_version;  ///< newest the engine speaks
    std::string min_api_version;
    std::string os;
    std::string arch;
};

/// `GET /info`.
struct engine_info {
    std::string id;
    std::string name;  ///< the host's
    std::string server_version;
    std::string operating_system;
    std::string kernel_version;
    std::string os_type;
    std::string architecture;
    std::string storage_driver;
    std::string cgroup_version;
    std::string root_dir;
    std::string index_server;  ///< the key under which credentials of the default registry are kept
    int cpus = 0;
    std::int64_t memory = 0;  ///< bytes
    int containers = 0;
    int running = 0;
    int images = 0;
    std::vector<std::string> security_options;
    std::vector<std::string> warnings;
    swarm_state swarm;
};

struct events_options {
    events_options() = default;
    filters filter;
    std::optional<std::chrono::nanoseconds> since;  ///< 1970; absent = from now on
    std::optional<std::chrono::nanoseconds> until;  ///< absent = for ever
};

/// `/_ping`, `/version`, `/info`, `/events`. Valid as long as the client it came from.
class system {
  public:
    explicit system(session& s) : session_(&s) {}

    boost::asio::awaitable<ping_result> ping(deadline until = {});
    boost::asio::awaitable<engine_version> version(deadline until = {});
    boost::asio::awaitable<engine_info> info(deadline until = {});
    /// Subscribed when this returns: later events are seen. `until` limits the subscribing only.
    boost::asio::awaitable<event_stream> events(events_options options = {}, deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
