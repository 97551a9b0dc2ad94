// One accepted connection: reading requests from it and the ways to end it.
#pragma once

#include <support/engine/http_server.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <string>
#include <string_view>

namespace support::engine {

class connection {
  public:
    using socket_type = boost::asio::generic::stream_protocol::socket;

    connection(socket_type socket, std::size_t number);

    // False at the end of input and when what came is no HTTP request.
    boost::asio::awaitable<bool> read_request(request& into, bool& keep_alive);
    boost::asio::awaitable<void> write(std::string_view bytes);
    boost::asio::awaitable<void> wait(std::chrono::milliseconds pause);
    // Until the client ends its side; what it sends meanwhile is dropped.
    boost::asio::awaitable<void> wait_for_end();
    // Until the pipe holds bytes (true), or is closed or the client has left (false).
    boost::asio::awaitable<bool> wait_for(byte_pipe& pipe);
    // Feeds what the client sends into the pipe and closes it at the end of input.
    boost::asio::awaitable<void> pump_into(byte_pipe& pipe);
    // Ends wait_for when the client leaves. Requests that come early stay unread.
    boost::asio::awaitable<void> watch_for_end();

    void close();
    // The client sees ECONNRESET behind what was written so far.
    void reset();

    std::size_t number() const { return number_; }

  private:
    boost::asio::awaitable<std::ptrdiff_t> peek(boost::asio::mutable_buffer into);
    boost::asio::awaitable<bool> read_more();
    void take_owed_byte();

    socket_type socket_;
    std::size_t number_;
    boost::beast::flat_buffer input_;
    // A unix socket resets its peer only when it is closed with input unread. So the last byte that
    // came is looked at but left in the kernel until the reply is known not to be a reset.
    bool owes_byte_ = false;
    bool client_left_ = false;
    boost::asio::steady_timer wake_up_;
};

}  // namespace support::engine
