#pragma once

#include <rollout/compose/model/values.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

/// One published or unpublished container port.
struct port : extensible {
    std::string name;              ///< kept; the engine does not know it
    std::string mode = "ingress";  ///< kept; a single engine does not use it
    std::string host_ip;           ///< empty = all addresses
    std::uint32_t target = 0;
    std::string published;  ///< host port or range; empty = the engine chooses
    std::string protocol = "tcp";
    std::string app_protocol;  ///< kept; the engine does not know it
};

struct bind_options : extensible {
    std::string selinux;  ///< `z` or `Z`
    std::string propagation;
    bool create_host_path = false;  ///< make a missing source directory
    std::string recursive;
};

struct volume_options : extensible {
    text_map labels;
    bool nocopy = false;
    std::string subpath;
};

struct tmpfs_options : extensible {
    byte_size size;
    std::uint32_t mode = 0;
};

struct image_options : extensible {
    std::string subpath;
};

struct volume_mount : extensible {
    enum class kind { bind, volume, tmpfs, npipe, cluster, image };
    kind type = kind::volume;
    std::string source;  ///< bind: absolute host path; volume: key of `volumes`; empty = anonymous
    std::string target;  ///< path in the container
    bool read_only = false;
    std::string consistency;
    std::optional<bind_options> bind;
    std::optional<volume_options> volume;
    std::optional<tmpfs_options> tmpfs;
    std::optional<image_options> image;
    position where;
};

/// `bind`, `volume`, ...
std::string to_string(volume_mount::kind kind);

/// Absent parts are inherited from the image (Engine API: 0).
struct healthcheck : extensible {
    std::vector<std::string> test;  ///< ["CMD", ...], ["CMD-SHELL", s] or ["NONE"]; empty = image's
    std::optional<std::chrono::nanoseconds> timeout;
    std::optional<std::chrono::nanoseconds> interval;
    std::optional<std::uint64_t> retries;
    std::optional<std::chrono::nanoseconds> start_period;
    std::optional<std::chrono::nanoseconds> start_interval;
    bool disable = false;
};

/// A reference to a top-level secret or config.
struct file_mount : extensible {
    std::string source;  ///< key of `secrets` or `configs`
    std::string target;  ///< empty = the default of its kind
    std::string uid;
    std::string gid;
    std::optional<file_mode> mode;
    position where;
};

struct build : extensible {
    std::string context;     ///< absolute path of a directory, or a URL
    std::string dockerfile;  ///< relative to the context
    std::string dockerfile_inline;
    std::vector<std::string> entitlements;
    optional_text_map args;
    std::string provenance;
    std::string sbom;
    std::map<std::string, std::string> ssh;  ///< id -> path; empty = the agent's socket
    text_map labels;
    std::vector<std::string> cache_from;
    std::vector<std::string> cache_to;
    bool no_cache = false;
    text_map additional_contexts;
    bool pull = false;
    host_list extra_hosts;
    std::string isolation;
    std::string network;
    std::string target;  ///< empty = last stage
    std::vector<file_mount> secrets;
    byte_size shm_size;
    std::vector<std::string> tags;
    std::map<std::string, ulimit> ulimits;
    std::vector<std::string> platforms;
    bool privileged = false;
    position where;
};

struct dependency : extensible {
    std::string condition = "service_started";
    bool restart = false;
    bool required = true;
    position where;
};

struct network_attachment : extensible {
    bool given = false;  ///< the file has a mapping, maybe an empty one, and not null
    std::vector<std::string> aliases;
    text_map driver_opts;
    std::int64_t gw_priority = 0;
    std::string interface_name;
    std::string ipv4_address;
    std::string ipv6_address;
    std::vector<std::string> link_local_ips;
    std::string mac_address;
    std::int64_t priority = 0;
    position where;
};

/// One entry of `env_file`.
struct env_file {
    std::string path;  ///< absolute
    bool required = true;
    std::string format;  ///< empty = dotenv; `raw` = lines as they are
    position where;
};

/// A command that runs in a container when it started or before it stops.
struct hook : extensible {
    compose::command command;
    std::string user;
    bool privileged = false;
    std::string working_dir;
    optional_text_map environment;
};

struct watch : extensible {
    std::string path;
    std::string action;
    std::string target;
    hook exec;
    std::vector<std::string> include;
    std::vector<std::string> ignore;
    bool initial_sync = false;
};

struct develop : extensible {
    std::vector<compose::watch> watch;
};

struct weight_device : extensible {
    std::string path;
    std::uint16_t weight = 0;
};

struct throttle_device : extensible {
    std::string path;
    byte_size rate;
};

struct blkio : extensible {
    std::uint16_t weight = 0;
    std::vector<weight_device> weight_devices;
    std::vector<throttle_device> device_read_bps;
    std::vector<throttle_device> device_read_iops;
    std::vector<throttle_device> device_write_bps;
    std::vector<throttle_device> device_write_iops;
};

struct credential_spec : extensible {
    std::string config;
    std::string file;
    std::string registry;
};

struct device : extensible {
    std::string source;
    std::string target;
    std::string permissions;
};

struct device_request {
    std::vector<std::string> capabilities;
    std::string driver;
    std::int64_t count = 0;  ///< -1 = all
    std::vector<std::string> device_ids;
    text_map options;
};

struct discrete_resource : extensible {
    std::string kind;
    std::int64_t value = 0;
};

struct generic_resource : extensible {
    std::optional<discrete_resource> discrete_resource_spec;
};

struct resource : extensible {
    float cpus = 0;
    byte_size memory;
    std::int64_t pids = 0;
    std::vector<device_request> devices;
    std::vector<generic_resource> generic_resources;
};

struct resources : extensible {
    std::optional<resource> limits;
    std::optional<resource> reservations;
};

struct update_config : extensible {
    std::optional<std::uint64_t> parallelism;
    std::chrono::nanoseconds delay{0};
    std::string failure_action;
    std::chrono::nanoseconds monitor{0};
    float max_failure_ratio = 0;
    std::string order;
};

struct restart_policy : extensible {
    std::string condition;
    std::optional<std::chrono::nanoseconds> delay;
    std::optional<std::uint64_t> max_attempts;
    std::optional<std::chrono::nanoseconds> window;
};

struct placement : extensible {
    struct preference : extensible {
        std::string spread;
    };
    std::vector<std::string> constraints;
    std::vector<preference> preferences;
    std::uint64_t max_replicas_per_node = 0;
};

struct deploy : extensible {
    std::string mode;
    std::optional<std::int64_t> replicas;
    text_map labels;
    std::optional<compose::update_config> update_config;
    std::optional<compose::update_config> rollback_config;
    compose::resources resources;
    std::optional<compose::restart_policy> restart_policy;
    compose::placement placement;
    std::string endpoint_mode;
};

struct provider : extensible {
    std::string type;
    std::map<std::string, std::vector<std::string>> options;
};

struct logging : extensible {
    std::string driver;
    text_map options;
};

struct model_use : extensible {
    bool given = false;  ///< the file has a mapping and not null
    std::string endpoint_var;
    std::string model_var;
    position where;
};

}  // namespace rollout::compose
