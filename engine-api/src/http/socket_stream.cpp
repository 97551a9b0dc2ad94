#include "http/byte_stream.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

namespace engine_api::http {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using stream_type = beast::basic_stream<net::generic::stream_protocol>;

class socket_stream final : public byte_stream {
  public:
    explicit socket_stream(net::any_io_executor executor) : stream_(executor) {}

    net::awaitable<void> connect_to(net::generic::stream_protocol::endpoint peer, time_point expiry,
                                    error_code& ec) {
        stream_.expires_at(expiry);
        co_await stream_.async_connect(peer, net::redirect_error(net::use_awaitable, ec));
    }

    net::awaitable<std::size_t> read_some(net::mutable_buffer into, time_point expiry,
                                          error_code& ec) override {
        stream_.expires_at(expiry);
        co_return co_await stream_.async_read_some(into,
                                                   net::redirect_error(net::use_awaitable, ec));
    }

    net::awaitable<void> write(std::string_view bytes, time_point expiry, error_code& ec) override {
        stream_.expires_at(expiry);
        const net::const_buffer buffer(bytes.data(), bytes.size());
        co_await net::async_write(stream_, buffer, net::redirect_error(net::use_awaitable, ec));
    }

    void shutdown_send() override {
        error_code ignored;
        stream_.socket().shutdown(net::socket_base::shutdown_send, ignored);
    }

    void close() override { stream_.close(); }

    bool is_idle() override {
        char byte = 0;
        const auto got =
            ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

  private:
    stream_type stream_;
};

net::awaitable<net::ip::tcp::resolver::results_type> resolve(net::any_io_executor executor,
                                                             const endpoint& where,
                                                             byte_stream::time_point expiry) {
    net::ip::tcp::resolver resolver(executor);
    net::steady_timer timer(executor, expiry);
    bool late = false;
    timer.async_wait([&resolver, &late](error_code ec) {
        if (ec) return;
        late = true;
        resolver.cancel();
    });
    error_code ec;
    const std::string port = std::to_string(where.port);
    auto found = co_await resolver.async_resolve(where.host, port,
                                                 net::redirect_error(net::use_awaitable, ec));
    timer.cancel();
    if (late) ec = beast::error::timeout;
    if (ec) throw boost::system::system_error(ec);
    co_return found;
}

}  // namespace

net::awaitable<std::unique_ptr<byte_stream>> connect(net::any_io_executor executor,
                                                     const endpoint& where,
                                                     byte_stream::time_point expiry) {
    auto stream = std::make_unique<socket_stream>(executor);
    error_code ec;
    if (where.type == endpoint::kind::unix_socket) {
        const net::local::stream_protocol::endpoint peer(where.path);
        co_await stream->connect_to(peer, expiry, ec);
    } else {
        const auto peers = co_await resolve(executor, where, expiry);
        for (const auto& candidate : peers) {
            stream = std::make_unique<socket_stream>(executor);
            co_await stream->connect_to(candidate.endpoint(), expiry, ec);
            if (!ec) break;
        }
    }
    if (ec) throw boost::system::system_error(ec);
    co_return stream;
}

}  // namespace engine_api::http
