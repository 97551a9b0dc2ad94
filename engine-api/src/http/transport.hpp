#pragma once

#include "http/byte_stream.hpp"
#include "http/request.hpp"
#include "http/response_decoder.hpp"
#include "http/transport_error.hpp"

#include <engine_api/timeouts.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine_api {

/// The pieces of a response body, or of an upgraded connection, as they arrive.
class byte_reader {
  public:
    byte_reader(std::unique_ptr<http::byte_stream> stream, http::response_decoder decoder,
                http::request of, endpoint where, timeouts limits);

    /// The next piece; nullopt at the regular end. Throws `error`. A body that only the end of the
    /// connection ends is cut as far as anyone can know, and so an error, unless the request asked
    /// for the bare connection.
    boost::asio::awaitable<std::optional<std::string>> read(deadline until);
    /// Bare connections only.
    boost::asio::awaitable<void> write(std::string_view bytes, deadline until);
    boost::asio::awaitable<void> shutdown_send(deadline until);
    /// A `read` that is under way, and every later one, ends with `cancelled`.
    void close();

    [[nodiscard]] int status() const { return decoder_.status(); }
    [[nodiscard]] const http::request& request() const { return request_; }
    /// The connection itself is the stream: only its end ends it.
    [[nodiscard]] bool is_bare() const { return bare_; }

  private:
    [[nodiscard]] deadline::clock::time_point silence_limit() const;
    std::optional<std::string> take();
    void take_in(std::string_view bytes);
    void end();

    std::unique_ptr<http::byte_stream> stream_;
    http::response_decoder decoder_;
    http::request request_;
    endpoint where_;
    timeouts limits_;
    bool upgraded_;
    bool bare_;
    bool ended_ = false;
    bool closed_ = false;
    std::string arrived_;  // on an upgraded connection
};

namespace http {

struct response {
    int status = 0;
    std::string body;
    http_headers headers;
};

/// Carries requests to one endpoint and keeps idle connections for the next ones. Statuses are
/// the caller's business; a broken exchange is an `error`.
class transport {
  public:
    static constexpr std::size_t body_limit = 64 * 1024 * 1024;
    static constexpr std::size_t idle_limit = 8;  ///< connections

    transport(boost::asio::any_io_executor executor, endpoint where, timeouts limits,
              std::string user_agent);

    /// Sends and reads the whole answer.
    boost::asio::awaitable<response> exchange(request r, deadline until);
    /// Sends and reads the head; the body is left to the reader, which owns the connection.
    boost::asio::awaitable<std::unique_ptr<byte_reader>> open(request r, deadline until);

    [[nodiscard]] const endpoint& where() const { return where_; }
    [[nodiscard]] const timeouts& limits() const { return limits_; }
    [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }

  private:
    struct exchange_state;

    boost::asio::awaitable<void> begin(exchange_state& x, deadline until);
    boost::asio::awaitable<void> connect(exchange_state& x, deadline until);
    boost::asio::awaitable<void> send(exchange_state& x, deadline until);
    static boost::asio::awaitable<void> until_ready(exchange_state& x);
    boost::asio::awaitable<void> send_source(exchange_state& x, deadline until);
    boost::asio::awaitable<void> read_head(exchange_state& x, deadline until);
    boost::asio::awaitable<void> read_body(exchange_state& x, deadline until);
    response finish(exchange_state& x);
    std::unique_ptr<byte_stream> take_idle();

    boost::asio::any_io_executor executor_;
    endpoint where_;
    timeouts limits_;
    std::string user_agent_;
    std::vector<std::unique_ptr<byte_stream>> idle_;
};

}  // namespace http
}  // namespace engine_api
