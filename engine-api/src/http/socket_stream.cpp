#include "http/cancellable.hpp"
#include "http/resolve.hpp"
#include "http/socket.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace engine_api::http {

namespace net = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

namespace {

class socket_stream final : public byte_stream {
  public:
    explicit socket_stream(socket_type socket) : socket_(std::move(socket)) {}

    net::awaitable<std::size_t> read_some(net::mutable_buffer into, time_point expiry,
                                          error_code& ec) override {
        socket_.expires_at(expiry);
        const auto read = [&](auto token) { return socket_.async_read_some(into, token); };
        const auto n = co_await cancellable(read, ec);
        co_return n;
    }

    net::awaitable<void> write(std::string_view bytes, time_point expiry, error_code& ec) override {
        socket_.expires_at(expiry);
        const net::const_buffer buffer(bytes.data(), bytes.size());
        const auto send = [&](auto token) { return net::async_write(socket_, buffer, token); };
        co_await cancellable(send, ec);
    }

    net::awaitable<void> shutdown_send(time_point, error_code& ec) override {
        socket_.socket().shutdown(net::socket_base::shutdown_send, ec);
        co_return;
    }

    void close() override { socket_.close(); }
    bool is_idle() override { return nothing_waits(socket_); }
    bool answer_waits() override { return !nothing_waits(socket_); }

  private:
    socket_type socket_;
};

/// Linux refuses a unix connection with "try again" while the listener's queue is full, which Asio
/// takes for a connection on its way and then for one that stands.
bool is_connected(socket_type& socket) {
    error_code ec;
    socket.socket().remote_endpoint(ec);
    return !ec;
}

net::awaitable<void> connect_to(socket_type& socket, net::generic::stream_protocol::endpoint peer,
                                byte_stream::time_point expiry, error_code& ec) {
    socket.expires_at(expiry);
    co_await socket.async_connect(peer, net::redirect_error(net::use_awaitable, ec));
}

}  // namespace

bool nothing_waits(socket_type& socket) {
    char byte = 0;
    const auto got = ::recv(socket.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

net::awaitable<socket_type> open_socket(net::any_io_executor executor, const endpoint& where,
                                        byte_stream::time_point expiry, lookup look_up) {
    socket_type socket(executor);
    error_code ec;
    if (where.type == endpoint::kind::unix_socket) {
        const net::local::stream_protocol::endpoint peer(where.path);
        net::steady_timer pause(executor);
        for (;;) {
            co_await connect_to(socket, peer, expiry, ec);
            if (ec || is_connected(socket)) break;
            if (deadline::clock::now() >= expiry) ec = beast::error::timeout;
            if (ec) break;
            socket.socket().close(ec);
            pause.expires_after(std::chrono::milliseconds(5));
            co_await pause.async_wait(net::redirect_error(net::use_awaitable, ec));
            if (ec) break;
        }
    } else {
        const auto peers = co_await resolve(executor, where, expiry, std::move(look_up));
        for (const auto& candidate : peers) {
            error_code ignored;
            socket.socket().close(ignored);
            co_await connect_to(socket, candidate, expiry, ec);
            if (!ec) break;
        }
        error_code ignored;
        if (!ec) socket.socket().set_option(net::ip::tcp::no_delay(true), ignored);
    }
    if (ec == net::error::operation_aborted) co_await take_cancellation();
    if (ec) throw boost::system::system_error(ec);
    co_return socket;
}

net::awaitable<std::unique_ptr<byte_stream>> connect(net::any_io_executor executor,
                                                     const endpoint& where,
                                                     byte_stream::time_point expiry,
                                                     lookup look_up) {
    auto socket = co_await open_socket(std::move(executor), where, expiry, std::move(look_up));
    if (where.tls) co_return co_await start_tls(std::move(socket), where, expiry);
    co_return std::make_unique<socket_stream>(std::move(socket));
}

}  // namespace engine_api::http
