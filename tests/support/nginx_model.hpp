// The part of nginx that a cutover can observe: config test, reload, worker generations, and the
// answers that come through the config that is loaded (which is not the file's once the file has
// changed).
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace support {

struct nginx_options {
    nginx_options() = default;

    // From `nginx -s reload` (which returns at once) until the files are read.
    std::chrono::milliseconds reload_delay{5};
    // From there to the new workers: looking names up, say. A reload that is asked for
    // meanwhile follows, and several are one.
    std::chrono::milliseconds lookup{0};
    // From there until the old workers are told: they still accept, and carry the plain title.
    std::chrono::milliseconds handover{1};
    // How long the old workers then stay, "shutting down".
    std::chrono::milliseconds drain{20};
    // From the start of new workers until they know the address of a server with `resolve`, but
    // for one that the workers before them had as well.
    std::chrono::milliseconds first_lookup{0};
    // The signal arrives and nothing follows: the old workers keep serving.
    bool refuse_reload = false;
    int workers = 2;
    // The config that is read through the container's mounts. When no mount leads there, every
    // *.conf file mounted below its folder is read as the body of one upstream.
    std::string config = "/etc/nginx/nginx.conf";
};

struct nginx_worker {
    int pid = 0;
    int generation = 0;  // 1 at the start of the container
    bool shutting_down = false;
};

struct nginx_view {
    int master = 0;
    int generation = 0;
    std::vector<nginx_worker> workers;
    // The servers of its upstream block but for backups: "app:8000", as loaded.
    std::vector<std::string> upstream;
    std::size_t reloads = 0;  // signals received, refused ones too
};

// One request at the public port.
struct public_answer {
    std::string method;
    std::string path;
    unsigned status = 0;
    std::string service;  // compose service of the container that answered; empty for nginx itself
    std::string container;  // its name
    int generation = 0;
};

}  // namespace support
