#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace app {

using http_request = boost::beast::http::request<boost::beast::http::string_body>;

/// Whether it asks for a websocket where there is one.
bool wants_echo(const http_request& request);

/// Accepts the websocket and gives back each message that it sends, until one of both is gone. Who
/// closes the stream ends it.
boost::asio::awaitable<void> echo(boost::beast::tcp_stream& stream, http_request request);

}  // namespace app
