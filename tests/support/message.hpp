// What travels between a client and the fake engine: a request as it was read, a reply as it is to
// be written.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

class byte_pipe;

using header_list = std::vector<std::pair<std::string, std::string>>;

struct request {
    std::string method;
    std::string target;                        // as it was sent
    std::string path;                          // percent-decoded, without query and "/v1.41"
    std::string version;                       // "1.41"; empty when the target names none
    std::map<std::string, std::string> query;  // percent-decoded; of a repeated key the last one
    header_list headers;                       // in order, names as sent
    std::string body;                          // chunks joined
    std::size_t connection = 0;                // 1 for the first accepted connection, and so on
    // Of the container that it named on arrival: by its path, as an exec's container, or in the
    // body of a network's connect and disconnect. Empty when it named none.
    std::string container_id;
    std::string container_name;

    // Case does not count in `name`; the first one when it is repeated.
    std::optional<std::string> header(std::string_view name) const;
    // The value of a query key, or `fallback` when it is absent.
    std::string param(const std::string& key, std::string fallback = "") const;
    // All values of a key that may be repeated.
    std::vector<std::string> params(std::string_view key) const;
    // As the engine reads a boolean: absent, empty, "0", "no", "false" and "none" are false.
    bool flag(const std::string& key) const;
    // Anything but GET and HEAD.
    bool mutating() const;
    // "POST /containers/create?name=x", without the version.
    std::string line() const;
};

// How the end of a reply's body is told.
enum class framing {
    length,       // Content-Length
    chunked,      // Transfer-Encoding: chunked
    until_close,  // neither: raw bytes, and the connection ends with them (after a 101 too)
    none,         // no body and no word about one (204, 304)
};

struct reply {
    unsigned status = 200;
    header_list headers;
    std::string body;
    framing frame = framing::length;
    // When set, follows `body` piece by piece as it is filled, and the reply ends when it is
    // closed. Each piece is a chunk of its own. Needs chunked or until_close.
    std::shared_ptr<byte_pipe> stream;
    // When set (until_close only), gets what the client sends behind the request, and is closed at
    // its end.
    std::shared_ptr<byte_pipe> input;
    std::chrono::milliseconds delay{0};  // before the head
    bool close = false;                  // "Connection: close", and so it is
    bool refuse = false;                 // nothing is sent and the connection is reset

    static reply json(unsigned status, std::string text);
    // {"message": ...} as the engine words an error.
    static reply error(unsigned status, std::string_view message);
    static reply text(unsigned status, std::string body);
    // Content-Length: 0, or no body at all for 204 and 304.
    static reply empty(unsigned status);
    // 200 with a chunked JSON body.
    static reply json_stream(std::shared_ptr<byte_pipe> stream);
};

// Answers a request, or leaves it to the next handler. Runs on the engine's thread: must not block.
using handler = std::function<std::optional<reply>(const request&)>;

// Glob over a path: `*` stands for any run without a slash, `**` for any run at all.
bool path_matches(std::string_view pattern, std::string_view path);

}  // namespace support
