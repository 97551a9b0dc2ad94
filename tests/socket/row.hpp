// One row of the table in engine-api/README.md: what exactly goes over the wire for one endpoint.
#pragma once

#include "support.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace engine_api {

/// The bytes of a request to an engine of API 1.41: its line, the headers that every request has,
/// `headers` (each with its line end) and `body`.
inline std::string wire(const std::string& line, const std::string& headers = "",
                        const std::string& body = "") {
    return line + " HTTP/1.1\r\nHost: docker\r\nUser-Agent: test\r\n" + headers + "\r\n" + body;
}

inline std::string with_json(const std::string& line, const std::string& body) {
    return wire(
        line,
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n",
        body);
}

inline std::string without_body(const std::string& line) {
    return wire(line, "Content-Length: 0\r\n");
}

/// Does the request line fit the row, "GET /containers/{id}/json"?
bool fits(const std::string& row, const std::string& request);

/// Runs `call` against a server that answers `reply`, and compares what it sent, byte by byte.
/// Returns what `call` returned.
template <typename Call>
auto row(const std::string& key, const std::string& request, const std::string& reply, Call call) {
    const auto body_end = request.substr(request.find("\r\n\r\n"));
    script_server server({{support::expect(body_end), support::send(reply), support::hold()}});
    const auto check = [&] {
        EXPECT_EQ(server.received(0), request);
        EXPECT_TRUE(fits(key, request)) << key << " is not the row of " << request;
    };
    using result = typename decltype(call(std::declval<client&>()))::value_type;
    if constexpr (std::is_void_v<result>) {
        with_client(server.url(), call);
        check();
    } else {
        auto value = with_client(server.url(), call);
        check();
        return value;
    }
}

/// A body of a request that is made while it is sent.
class text_body final : public body_source {
  public:
    explicit text_body(std::string text) : text_(std::move(text)) {}
    std::size_t read(std::span<char> into) override {
        const auto n = text_.copy(into.data(), into.size());
        text_.erase(0, n);
        return n;
    }

  private:
    std::string text_;
};

inline std::unique_ptr<body_source> body_of(const std::string& text) {
    return std::make_unique<text_body>(text);
}

inline std::string with_chunks(const std::string& line, const std::string& body,
                               const std::string& headers = "") {
    return wire(line, headers + "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n",
                chunk(body) + last_chunk);
}

}  // namespace engine_api
