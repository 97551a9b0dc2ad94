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

struct volume_summary {
    std::string name;
    std::string driver;
    std::map<std::string, std::string> labels;
};

/// `GET /volumes/{name}`.
struct volume_details {
    std::string name;
    std::string driver;
    std::string mountpoint;  ///< on the engine's host
    std::string scope;       ///< `local` or `global`
    std::string created;
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> options;  ///< the driver's
};

/// Which volumes a prune may take.
enum class prune_volumes {
    anonymous,  ///< those without a name of their own; refused below API 1.42, which cannot tell
    all,        ///< named ones too
};

/// `/volumes`. Valid as long as the client it came from.
class volumes {
  public:
    explicit volumes(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<volume_summary>> list(filters filter = {},
                                                             deadline until = {});
    boost::asio::awaitable<volume_details> inspect(std::string name, deadline until = {});
    /// As `inspect`; nullopt when there is no such volume (404).
    boost::asio::awaitable<std::optional<volume_details>> find(std::string name,
                                                               deadline until = {});
    /// `body` is the JSON document of `POST /volumes/create`. An existing volume is no error; the
    /// answer is as it is.
    boost::asio::awaitable<volume_details> create(std::string body, deadline until = {});
    /// `conflict` while a container uses it, `force` or not.
    boost::asio::awaitable<void> remove(std::string name, bool force = false, deadline until = {});
    /// Removes those that no container uses. Which ones must be said: before API 1.42 an engine
    /// takes named volumes too, later it keeps them unless told.
    boost::asio::awaitable<prune_result> prune(prune_volumes which, filters filter = {},
                                               deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
