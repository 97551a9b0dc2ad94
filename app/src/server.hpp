#pragma once

#include "readiness_state.hpp"
#include "responder.hpp"
#include "server_limits.hpp"
#include "settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <list>

namespace app {

/// HTTP/1.1 server of the app, on all IPv4 addresses.
///
/// Everything runs on the given context, which one thread runs; `start()` and `drain()` are called
/// on that thread or while nobody runs it. Context and readiness outlive the server, and the
/// server outlives every run of the context.
class server {
  public:
    /// Binds and listens; peers may connect from now on. Throws `boost::system::system_error`.
    server(boost::asio::io_context& context, const settings& config, readiness_state& readiness,
           const server_limits& limits = {});
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Accepts until `drain()`.
    void start();

    /// Marks the app not ready, accepts what already connected and nothing after it, closes idle
    /// connections, and lets every request that has begun get its answer, with
    /// `Connection: close`. The server's work on the context ends then, at the latest at the drain
    /// limit. A second call does nothing.
    void drain();

  private:
    struct session;

    void admit(boost::asio::ip::tcp::socket socket);
    void cut();
    void end_if_drained();
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(session& peer);
    boost::asio::awaitable<bool> request_begins(session& peer);
    boost::asio::awaitable<bool> exchange(session& peer);
    boost::asio::awaitable<bool> reply(session& peer);
    answer answer_to(const session& peer);
    boost::asio::awaitable<boost::system::error_code> receive(session& peer);
    boost::asio::awaitable<void> hang_up(session& peer);

    settings config_;
    server_limits limits_;
    readiness_state& readiness_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer drain_limit_;
    std::uint16_t port_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::uint64_t root_answers_ = 0;
    bool accepting_ = false;
    bool draining_ = false;
    std::list<session> sessions_;
};

}  // namespace app
