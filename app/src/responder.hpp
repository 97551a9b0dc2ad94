#pragma once

#include "settings.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace app {

/// An answer without its transport: the server adds framing, `Connection` and, for HEAD, drops the
/// body.
struct answer {
    unsigned status = 200;
    std::string content_type = "text/plain";
    std::string body;
    std::string allow;                  ///< value of the `Allow` header; empty = no such header
    std::string location;               ///< value of the `Location` header; empty = no such header
    bool cut = false;                   ///< more body is promised than is sent
    bool tls_alert = false;             ///< none of the above: what a TLS server says to HTTP
    std::chrono::milliseconds delay{};  ///< how long the server holds the answer back
};

/// What has happened until a request is answered.
struct history {
    history() = default;
    std::uint64_t root_answers = 0;  ///< that `/` gave before
    std::chrono::milliseconds up{};  ///< since the start
    std::size_t body_bytes = 0;      ///< of the request itself
};

/// `/slow` holds no answer back for longer.
inline constexpr std::chrono::milliseconds longest_delay{60'000};

/// Whether this is a path where a websocket gets back what it sends.
bool echoes(std::string_view target);

/// Whether this is a request that `/` answers with what it has to say.
bool asks_root(std::string_view method, std::string_view target);

/// Decides what the app says. `target` is the request target in origin form (`/path?query`) or in
/// absolute form (`http://host/path`); the query is ignored but by `/slow`. Pure: same arguments,
/// same answer.
answer respond(std::string_view method, std::string_view target, const settings& config, bool ready,
               const history& before = {});

}  // namespace app
