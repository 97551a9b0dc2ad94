#pragma once

#include <engine_api/body_source.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engine_api::http {

/// For `request::head_extra` when nobody knows how long it takes.
inline constexpr std::chrono::minutes until_all_is_done{10};

/// A request as the endpoints state it.
struct request {
    request() = default;
    std::string method;
    std::string path;  ///< as sent: version, path and encoded query
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string content_type;             ///< empty = no body
    std::shared_ptr<body_source> source;  ///< instead of `body`: sent chunked
    /// Added to `timeouts::head`: the engine answers only when something else has happened.
    std::chrono::milliseconds head_extra{0};
    /// Asks for the bare connection: the answer to it ends when the connection does.
    bool hijack = false;
    /// The answer may be silent for as long as `timeouts::stream` says, not `timeouts::body`.
    bool endless = false;
};

/// May be sent a second time without asking the caller (RFC 9110, 9.2.1: safe methods).
[[nodiscard]] bool is_safe(const request& r);

/// The head as it goes over the wire, with the empty line. Throws `error` (bad_request) when a
/// header or the path would break out of its line.
[[nodiscard]] std::string head_of(const request& r, const std::string& host,
                                  const std::string& user_agent);

/// One chunk of a chunked body; an empty piece is the end.
[[nodiscard]] std::string chunk_of(std::string_view piece);

}  // namespace engine_api::http
