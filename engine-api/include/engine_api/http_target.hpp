#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace engine_api {

/// What an http:// or https:// URL names.
struct http_target {
    http_target() = default;
    std::string scheme = "http";  ///< `http` or `https`
    std::string host;             ///< name or address, without brackets
    std::uint16_t port = 80;      ///< the scheme's own when the URL names none
    std::string path = "/";       ///< as sent, with the query and without the fragment
    std::string authority;        ///< host and port as the URL has them, as `Host` wants it

    [[nodiscard]] bool has_tls() const { return scheme == "https"; }
};

/// Throws `error` (bad_request) for anything else, for user info, blanks and a port that is none.
/// The sentence shows the URL, without the user info, and says what is wrong with it.
[[nodiscard]] http_target parse_http_target(std::string_view url);

}  // namespace engine_api
