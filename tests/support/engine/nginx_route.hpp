#pragma once

#include <support/engine/nginx_config.hpp>
#include <support/message.hpp>

#include <vector>

namespace support::engine {

// The servers that a request may be passed on to. One of them when the value of a variable is no
// upstream's name but an address; none when there is no resolver to look that up, or no value.
std::vector<upstream_server> servers_for(const nginx_config& loaded, const request& asked);

}  // namespace support::engine
