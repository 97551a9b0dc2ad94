#pragma once

#include "settings.hpp"

#include <chrono>
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
    std::chrono::milliseconds delay{};  ///< how long the server holds the answer back
};

/// Decides what the app says. `target` is the request target in origin form (`/path?query`) or in
/// absolute form (`http://host/path`); the query is ignored. Pure: same arguments, same answer.
answer respond(std::string_view method, std::string_view target, const settings& config,
               bool ready);

}  // namespace app
