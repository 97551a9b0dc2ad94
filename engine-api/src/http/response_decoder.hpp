#pragma once

#include <engine_api/http_headers.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace engine_api::http {

/// The peer did not speak HTTP as it should; `what()` says how, without naming the request.
class protocol_violation : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One HTTP response, fed with bytes as they arrive. Knows no socket. Interim answers (1xx but 101)
/// are passed over.
class response_decoder {
  public:
    static constexpr std::size_t head_limit = 64 * 1024;

    /// `no_body`: the answer to HEAD, which has a length but no body.
    explicit response_decoder(bool no_body);
    response_decoder(response_decoder&&) noexcept;
    response_decoder& operator=(response_decoder&&) noexcept;
    ~response_decoder();

    /// Takes what it can use; what follows the response stays for `take_leftover()`.
    /// Throws `protocol_violation`.
    void feed(std::string_view bytes);
    /// The connection ended. Throws `protocol_violation` when the response is not complete.
    void feed_end();

    [[nodiscard]] bool head_done() const;
    [[nodiscard]] bool done() const;
    /// The connection can carry another request after this response.
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] int status() const;
    [[nodiscard]] const http_headers& headers() const;

    /// The body bytes that arrived since the last call.
    [[nodiscard]] std::string take_body();
    [[nodiscard]] std::size_t body_pending() const;
    /// The body ends where the connection ends: nothing tells whether it is whole.
    [[nodiscard]] bool ends_with_connection() const;
    /// Bytes behind the head of a 101 answer, or behind a complete response.
    [[nodiscard]] std::string take_leftover();

  private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace engine_api::http
