#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace engine_api {

struct engine_version {
    std::string version;      ///< `20.10.24`
    std::string api_version;  ///< newest the engine speaks
    std::string min_api_version;
    std::string os;
    std::string arch;
};

struct events_options {
    events_options() = default;
    filters filter;
    std::optional<std::int64_t> since;  ///< seconds since 1970; absent = from now on
    std::optional<std::int64_t> until;  ///< absent = for ever
};

/// `/version`, `/events`. Valid as long as the client it came from.
class system {
  public:
    explicit system(session& s) : session_(&s) {}

    boost::asio::awaitable<engine_version> version(deadline until = {});
    /// Subscribed when this returns: later events are seen. `until` limits the subscribing only.
    boost::asio::awaitable<event_stream> events(events_options options = {}, deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
