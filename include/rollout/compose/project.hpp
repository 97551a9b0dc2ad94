#pragma once

#include <rollout/compose/node.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

/// One published or unpublished container port.
struct port {
    std::uint16_t target = 0;
    std::string published;  ///< host port or range; empty = the engine chooses
    std::string host_ip;    ///< empty = all addresses
    std::string protocol = "tcp";
    std::string mode = "ingress";  ///< kept; a single engine does not use it
    std::string name;              ///< kept; the engine does not know it
    std::string app_protocol;      ///< kept; the engine does not know it
};

struct volume_mount {
    enum class kind { bind, volume, tmpfs };
    kind type = kind::volume;
    std::string source;  ///< bind: absolute host path; volume: key of `volumes`; empty = anonymous
    std::string target;  ///< path in the container
    bool read_only = false;
    bool create_host_path = false;  ///< bind: make a missing source directory
    position where;
};

/// Absent parts are inherited from the image (Engine API: 0).
struct healthcheck {
    bool disable = false;
    std::vector<std::string> test;  ///< ["CMD", ...], ["CMD-SHELL", s] or ["NONE"]; empty = image's
    std::optional<std::chrono::nanoseconds> interval;
    std::optional<std::chrono::nanoseconds> timeout;
    std::optional<std::chrono::nanoseconds> start_period;
    std::optional<std::chrono::nanoseconds> start_interval;
    std::optional<int> retries;
};

struct build {
    std::string context;                    ///< absolute path of a directory, or a URL
    std::string dockerfile = "Dockerfile";  ///< relative to the context; empty = the engine's
    std::string target;                     ///< empty = last stage
    std::map<std::string, std::string> args;
};

struct dependency {
    std::string condition = "service_started";
    bool restart = false;
    bool required = true;
    position where;
};

struct network_attachment {
    std::vector<std::string> aliases;
    position where;
};

/// One entry of `env_file`. Its variables are already in `service::environment`.
struct env_file {
    std::string path;  ///< absolute
    bool required = true;
    std::string format;  ///< empty = dotenv; `raw` = lines as they are
    position where;
};

struct service {
    std::string name;
    position where;
    std::string image;  ///< empty when only `build` is given
    std::optional<compose::build> build;
    std::string container_name;
    std::string hostname;
    std::string user;
    std::string working_dir;
    std::optional<std::vector<std::string>> command;                ///< absent = the image's
    std::optional<std::vector<std::string>> entrypoint;             ///< absent = the image's
    std::map<std::string, std::optional<std::string>> environment;  ///< no value = remove it
    std::vector<compose::env_file> env_files;
    std::map<std::string, std::string> labels;
    std::vector<std::string> expose;
    std::vector<port> ports;
    std::vector<volume_mount> volumes;
    std::map<std::string, network_attachment> networks;  ///< key of `networks`; never empty
    std::map<std::string, dependency> depends_on;
    std::vector<std::string> profiles;  ///< empty = always enabled
    std::optional<compose::healthcheck> healthcheck;
    std::string restart;      ///< `no`, `always`, `unless-stopped`, `on-failure[:n]`; empty = no
    std::string stop_signal;  ///< empty = the image's
    std::optional<std::chrono::nanoseconds> stop_grace_period;
    std::optional<bool> init;
    bool read_only = false;
    bool tty = false;
    bool stdin_open = false;
};

struct network {
    std::string name;  ///< as the engine knows it: `name`, or `<project>_<key>`
    bool external = false;
    std::string driver;  ///< empty = the engine's default
    std::map<std::string, std::string> driver_opts;
    bool internal = false;
    bool attachable = false;
    std::map<std::string, std::string> labels;
};

struct volume {
    std::string name;
    bool external = false;
    std::string driver;
    std::map<std::string, std::string> driver_opts;
    std::map<std::string, std::string> labels;
};

/// What a Compose file says once it is read, interpolated and checked. All services are here,
/// also those behind a profile.
struct project {
    std::string name;
    std::string working_dir;                ///< absolute
    std::vector<std::string> config_files;  ///< absolute
    std::map<std::string, service> services;
    std::map<std::string, network> networks;  ///< `default` only when a service uses it
    std::map<std::string, volume> volumes;
    std::map<std::string, node> extensions;  ///< top-level `x-*`, interpolated
};

}  // namespace rollout::compose
