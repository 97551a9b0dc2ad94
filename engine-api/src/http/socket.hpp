#pragma once

#include "http/byte_stream.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <memory>

namespace engine_api::http {

/// A unix or tcp socket whose operations end in time.
using socket_type = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;

/// Throws boost::system::system_error.
boost::asio::awaitable<socket_type> open_socket(boost::asio::any_io_executor executor,
                                                const endpoint& where,
                                                byte_stream::time_point expiry, lookup look_up);

/// True when neither bytes nor the end of the peer can be read now.
[[nodiscard]] bool nothing_waits(socket_type& socket);

/// TLS over a connected socket, as a client. Throws as `connect`.
boost::asio::awaitable<std::unique_ptr<byte_stream>> start_tls(socket_type socket,
                                                               const endpoint& where,
                                                               byte_stream::time_point expiry);

}  // namespace engine_api::http
