#pragma once

#include <support/engine/state.hpp>

#include <functional>
#include <string>
#include <vector>

namespace support::engine {

struct upstream_server {
    std::string address;       // "app:8000", as written
    std::string container_id;  // whom the name led to when it was read
};

// nginx's own message, with file and line.
struct config_error {
    std::string message;
};

struct nginx_config {
    std::vector<upstream_server> servers;
    std::string dump;  // every file that was read, as `nginx -T` prints it
};

// The id of the container that a host name leads to; empty when it does not resolve.
using resolver = std::function<std::string(const std::string& host)>;

// Reads the configuration as the container sees it, through its includes, and returns the servers
// of its upstream blocks and the files. Throws config_error where nginx would refuse: syntax,
// directives of an upstream, names that do not resolve, missing files. When `path` does not exist,
// every *.conf file below its folder is read as the body of one upstream.
nginx_config read_nginx_config(const container& from, const std::string& path,
                               const resolver& resolve);

}  // namespace support::engine
