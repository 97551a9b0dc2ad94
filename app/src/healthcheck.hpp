#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace app {

struct probe_answer {
    unsigned status = 0;
    std::string body;
};

/// Asks `GET path` of whatever listens on this port of the loopback interface and waits for the
/// whole answer. Throws `boost::system::system_error` when there is none within `limit`.
probe_answer probe(std::uint16_t port, const std::string& path, std::chrono::milliseconds limit);

}  // namespace app
