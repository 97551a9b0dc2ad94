#pragma once

#include "http/resolve.hpp"

#include <engine_api/endpoint.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace engine_api::http {

/// A connected, ordered stream of bytes. Each call ends at `expiry` at the latest, with
/// `beast::error::timeout`; the stream is then closed.
class byte_stream {
  public:
    using time_point = deadline::clock::time_point;

    byte_stream() = default;
    byte_stream(const byte_stream&) = delete;
    byte_stream& operator=(const byte_stream&) = delete;
    virtual ~byte_stream() = default;

    /// 0 bytes only together with an error; `net::error::eof` when the peer has ended.
    virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                          time_point expiry,
                                                          boost::system::error_code& ec) = 0;
    virtual boost::asio::awaitable<void> write(std::string_view bytes, time_point expiry,
                                               boost::system::error_code& ec) = 0;
    /// Half-close: the peer sees the end, reading goes on.
    virtual boost::asio::awaitable<void> shutdown_send(time_point expiry,
                                                       boost::system::error_code& ec) = 0;
    virtual void close() = 0;
    /// False when the peer has closed or has sent something nobody asked for, as far as can be
    /// seen without waiting.
    virtual bool is_idle() = 0;
    /// Something of the peer can be read now: it answers before it has heard the whole request.
    virtual bool answer_waits() = 0;
};

/// A certificate or key file cannot be used; `what()` names it and says why.
class unusable_file : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Connects, with TLS when the endpoint has it.
/// Throws boost::system::system_error and `unusable_file`.
boost::asio::awaitable<std::unique_ptr<byte_stream>> connect(boost::asio::any_io_executor executor,
                                                             const endpoint& where,
                                                             byte_stream::time_point expiry,
                                                             lookup look_up = system_lookup);

}  // namespace engine_api::http
