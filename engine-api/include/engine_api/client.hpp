#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/endpoint.hpp>
#include <engine_api/error.hpp>
#include <engine_api/exec.hpp>
#include <engine_api/images.hpp>
#include <engine_api/networks.hpp>
#include <engine_api/system.hpp>
#include <engine_api/timeouts.hpp>
#include <engine_api/volumes.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace engine_api {

/// The API versions this library speaks.
inline constexpr const char* oldest_api_version = "1.41";
inline constexpr const char* newest_api_version = "1.51";

struct client_options {
    client_options() = default;
    engine_api::timeouts timeouts;
    std::string user_agent = "engine-api";
};

/// A client of one engine. Keeps idle connections and uses them again. Not thread-safe: use it
/// from one strand. All resource objects are views of it.
class client {
  public:
    /// Touches nothing yet.
    client(boost::asio::any_io_executor executor, endpoint where, client_options options = {});
    client(client&&) noexcept;
    client& operator=(client&&) noexcept;
    ~client();

    /// `GET /_ping`, then the newest version that both know. Must come before any other call.
    /// Throws `error`: `no_engine`, `permission`, or `unsupported` when the engine is too old.
    boost::asio::awaitable<void> negotiate(deadline until = {});

    [[nodiscard]] const endpoint& where() const;
    /// The negotiated version, `1.41` to `1.51`.
    [[nodiscard]] const std::string& api_version() const;

    [[nodiscard]] engine_api::system system();
    [[nodiscard]] engine_api::containers containers();
    [[nodiscard]] engine_api::exec exec();
    [[nodiscard]] engine_api::images images();
    [[nodiscard]] engine_api::networks networks();
    [[nodiscard]] engine_api::volumes volumes();

  private:
    std::unique_ptr<session> session_;
};

}  // namespace engine_api
