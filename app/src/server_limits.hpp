#pragma once

#include <chrono>
#include <cstddef>

namespace app {

/// What the server grants its peers. A peer that takes longer loses its connection; a head or body
/// that is too large is answered 431 or 413.
struct server_limits {
    server_limits() = default;

    /// Between two requests. Longer than a proxy keeps an idle connection: else the server closes
    /// it just when the proxy sends a request, and a POST cannot be sent twice.
    std::chrono::milliseconds idle{75'000};
    std::chrono::milliseconds head{10'000};  ///< from a request's first byte to the end of its head
    std::chrono::milliseconds body{30'000};  ///< from there to the end of its body
    std::chrono::milliseconds write{30'000};  ///< one answer
    /// While draining: for a connection that came before the drain and has not asked yet.
    std::chrono::milliseconds first_request{1'000};
    std::chrono::milliseconds linger{1'000};  ///< for the peer to close after the last answer
    std::chrono::milliseconds drain{10'000};  ///< then what is still open is cut
    std::size_t head_bytes = 16 * 1024;
    std::size_t body_bytes = 1024 * 1024;
};

}  // namespace app
