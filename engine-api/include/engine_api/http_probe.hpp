#pragma once

#include <engine_api/http_headers.hpp>
#include <engine_api/http_target.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace engine_api {

/// How a target is asked.
struct probe_options {
    probe_options() = default;
    std::string user_agent = "engine-api";
    std::string host;      ///< the `Host` header; empty = the target's authority
    http_headers headers;  ///< beside Host, User-Agent and Connection
    /// Connect to this name or address, and this port, in place of the target's; empty, 0 = do not.
    std::string connect_host;
    std::uint16_t connect_port = 0;
    /// What TLS asks the server for (SNI) and what its certificate must be for; empty = the
    /// target's host.
    std::string server_name;
    std::string ca_file;    ///< PEM; empty = the system's authorities, see README.md
    bool insecure = false;  ///< any certificate will do
    std::size_t body_limit = std::size_t{64} * 1024;
};

/// Any answer, whatever its status says. Redirects are not followed.
struct http_answer {
    int status = 0;
    http_headers headers;
    std::string body;       ///< at most `probe_options::body_limit`
    bool body_cut = false;  ///< there was more
};

/// Why there was no answer.
enum class probe_problem {
    name_not_found,
    refused,      ///< nothing listens at the port
    unreachable,  ///< any other failure to connect
    timeout,      ///< the deadline passed
    untrusted,    ///< the certificate: its authority, its name, its time
    tls,          ///< any other failure of TLS: the port may not speak it
    closed,       ///< the connection ended or broke before the whole answer had come
    bad_answer,   ///< not HTTP, or a head over 64 KiB
};

struct probe_failure {
    probe_problem problem = probe_problem::closed;
    std::string text;  ///< a sentence for a user, with host and port
};

using probe_result = std::variant<http_answer, probe_failure>;

/// One GET over a connection of its own. All of it, looking the name up included, ends when
/// `until` passes, which is an answer as others: a failure of kind `timeout`.
/// Throws `error`: cancelled; bad_request for a CA file or a header that cannot be used.
boost::asio::awaitable<probe_result> probe_http(http_target target, probe_options options,
                                                deadline until);

}  // namespace engine_api
