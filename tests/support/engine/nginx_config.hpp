#pragma once

#include <support/engine/state.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace support::engine {

struct upstream_server {
    std::string address;  // "app:8000", as written
    // Whom the name led to when it was read; empty = it is looked up for each request.
    std::string container_id;
    bool resolve = false;  // as the parameter says; the id is empty then
    bool backup = false;   // only where no other one answers

    std::string host() const { return address.substr(0, address.find(':')); }
};

struct upstream_block {
    std::string name;
    std::vector<upstream_server> servers;
};

// A `map` of a request's header to the value of a variable.
struct header_map {
    std::string header;  // "x-color"; empty when the map asks for something else: always `fallback`
    std::map<std::string, std::string> values;  // by key in lower case: case does not count
    std::string fallback;
};

struct nginx_config {
    std::vector<upstream_block> upstreams;
    std::map<std::string, header_map> maps;  // by the variable that they set: "$color"
    // Host or variable of the first `proxy_pass`, without scheme and path; empty = there is none,
    // and the first upstream takes everything.
    std::string pass;
    bool resolver = false;  // names can be looked up for a request
    std::string dump;       // every file that was read, as `nginx -T` prints it
};

// nginx's own message, with file and line.
struct config_error {
    std::string message;
};

// The id of the container that a host name leads to; empty when it does not resolve.
using resolver = std::function<std::string(const std::string& host)>;

// Reads the configuration as the container sees it, through its includes. Throws config_error where
// nginx would refuse: syntax, directives of an upstream, entries of a map, missing files, names
// that do not resolve (but for a server with `resolve`). When `path` does not exist, every *.conf
// file below its folder is read as the body of one upstream.
nginx_config read_nginx_config(const container& from, const std::string& path,
                               const resolver& resolve);

}  // namespace support::engine
