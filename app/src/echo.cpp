#include "echo.hpp"

#include "responder.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace app {

namespace net = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

namespace {

/// As much as a body may have.
constexpr std::size_t longest_message = 1024 * 1024;

auto told_by(error_code& failure) {
    return net::redirect_error(net::use_awaitable, failure);
}

}  // namespace

bool wants_echo(const http_request& request) {
    return websocket::is_upgrade(request) && echoes(request.target());
}

net::awaitable<void> echo(boost::beast::tcp_stream& stream, http_request request) {
    stream.expires_never();  // it has limits of its own
    websocket::stream<boost::beast::tcp_stream&> socket(stream);
    socket.set_option(websocket::stream_base::timeout::suggested(boost::beast::role_type::server));
    socket.read_message_max(longest_message);
    error_code failure;
    co_await socket.async_accept(request, told_by(failure));
    boost::beast::flat_buffer message;
    while (!failure) {
        co_await socket.async_read(message, told_by(failure));
        if (failure) break;
        socket.text(socket.got_text());
        const net::const_buffer bytes = message.cdata();
        co_await socket.async_write(bytes, told_by(failure));
        message.clear();
    }
}

}  // namespace app
