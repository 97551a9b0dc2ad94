#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>
#include <vector>

namespace engine_api {

struct volume_summary {
    std::string name;
    std::string driver;
    std::map<std::string, std::string> labels;
};

/// `/volumes`. Valid as long as the client it came from.
class volumes {
  public:
    explicit volumes(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<volume_summary>> list(filters filter = {},
                                                             deadline until = {});
    /// `body` is the JSON document of `POST /volumes/create`. An existing volume is no error.
    boost::asio::awaitable<void> create(std::string body, deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
