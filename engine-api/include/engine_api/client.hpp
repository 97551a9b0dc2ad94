#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/endpoint.hpp>
#include <engine_api/error.hpp>
#include <engine_api/exec.hpp>
#include <engine_api/images.hpp>
#include <engine_api/networks.hpp>
#include <engine_api/swarm.hpp>
#include <engine_api/system.hpp>
#include <engine_api/timeouts.hpp>
#include <engine_api/volumes.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace engine_api {

/// The API versions this library speaks.
inline constexpr const char* oldest_api_version = "1.41";
inline constexpr const char* newest_api_version = "1.55";

/// One request that was answered, as `client_options::on_request` sees it. Holds no header and no
/// body, so nothing secret.
struct request_record {
    request_record() = default;
    std::string method;
    std::string path;  ///< with API version and query
    int status = 0;
};

struct client_options {
    client_options() = default;
    engine_api::timeouts timeouts;
    std::string user_agent = "engine-api";
    std::string api_version;  ///< the one to use (`DOCKER_API_VERSION`); empty = the newest shared
    std::function<void(const request_record&)> on_request;  ///< called behind each answer's head
};

/// A client of one engine. Keeps idle connections and uses them again. Not thread-safe: use it
/// from one strand. It must outlive every call and stream that came from it.
class client {
  public:
    /// Touches nothing yet.
    client(boost::asio::any_io_executor executor, endpoint where, client_options options = {});
    client(client&&) noexcept;
    client& operator=(client&&) noexcept;
    ~client();

    /// `GET /_ping`, then the newest version that both know. Should come before any other call;
    /// without it the oldest version is spoken. Throws `error`: `no_engine`, `permission`, or
    /// `unsupported` when the engine is too old or lacks `client_options::api_version`.
    boost::asio::awaitable<void> negotiate(deadline until = {});

    [[nodiscard]] const endpoint& where() const;
    /// The negotiated version, `1.41` to `1.55`.
    [[nodiscard]] const std::string& api_version() const;

    /// These live as long as the client, moved or not.
    [[nodiscard]] engine_api::system& system();
    [[nodiscard]] engine_api::containers& containers();
    [[nodiscard]] engine_api::exec& exec();
    [[nodiscard]] engine_api::images& images();
    [[nodiscard]] engine_api::networks& networks();
    [[nodiscard]] engine_api::volumes& volumes();
    [[nodiscard]] engine_api::swarm& swarm();

  private:
    std::unique_ptr<session> session_;
};

}  // namespace engine_api
