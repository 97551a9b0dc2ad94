// Where a load goes. Pure.
#pragma once

#include <string>
#include <string_view>

namespace traffic {

struct target {
    std::string address;  // numeric
    unsigned short port = 80;
    std::string host;  // as written in the URL, for the Host header
    std::string path = "/";
};

// Throws std::invalid_argument when the URL cannot be read or leaves this machine.
target parse_target(std::string_view url);

}  // namespace traffic
