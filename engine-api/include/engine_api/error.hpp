#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace engine_api {

/// What went wrong, as a caller would branch on it.
enum class error_kind {
    no_engine,     ///< nothing answers at the endpoint: absent socket, refused, host not found
    permission,    ///< the socket exists but this user may not open it, or the engine answered
                   ///< 401/403
    timeout,       ///< a limit of `timeouts` or the caller's deadline passed
    cancelled,     ///< the caller's coroutine was cancelled
    protocol,      ///< the peer broke HTTP or JSON, or the connection ended in the middle
    not_found,     ///< 404
    conflict,      ///< 409
    not_modified,  ///< 304 where the endpoint does not count that as success
    bad_request,   ///< any other 4xx, and arguments that are refused before anything is sent
    server,        ///< 5xx, and an error reported inside a stream that began with 200
    unsupported,   ///< this engine's API version lacks what was asked for
};

[[nodiscard]] std::string_view to_string(error_kind kind);

/// The one error of this library. `what()` is a sentence for a user: the operation, the engine's
/// own words and, where there is a usual next step, that step.
class error : public std::runtime_error {
  public:
    struct details {
        details() = default;
        error_kind kind = error_kind::protocol;
        std::string method;          ///< empty when no request was made
        std::string path;            ///< with API version and query; empty when no request was made
        int status = 0;              ///< HTTP status; 0 = no answer was read
        std::string engine_message;  ///< the engine's own words; empty when it said nothing
        std::string reason;          ///< our words, when the engine said nothing
        std::string remedy;          ///< what to do; empty = nothing usual
    };

    explicit error(details d);

    [[nodiscard]] error_kind kind() const { return details_.kind; }
    [[nodiscard]] int status() const { return details_.status; }
    [[nodiscard]] const std::string& engine_message() const { return details_.engine_message; }
    [[nodiscard]] const std::string& method() const { return details_.method; }
    [[nodiscard]] const std::string& path() const { return details_.path; }
    [[nodiscard]] const std::string& remedy() const { return details_.remedy; }

  private:
    details details_;
};

}  // namespace engine_api
