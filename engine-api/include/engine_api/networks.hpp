#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>
#include <vector>

namespace engine_api {

struct network_summary {
    std::string id;
    std::string name;  ///< not unique on an engine
    std::string driver;
    std::map<std::string, std::string> labels;
};

/// `/networks`. Valid as long as the client it came from.
class networks {
  public:
    explicit networks(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<network_summary>> list(filters filter = {},
                                                              deadline until = {});
    /// `body` is the JSON document of `POST /networks/create`; the id of the new network.
    boost::asio::awaitable<std::string> create(std::string body, deadline until = {});
    /// `body` is the JSON document of `POST /networks/{id}/connect`.
    boost::asio::awaitable<void> connect(std::string id, std::string body, deadline until = {});
    boost::asio::awaitable<void> remove(std::string id, deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
