#pragma once

#include <rollout/compose/model/service_parts.hpp>
#include <rollout/compose/tree/node.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

/// One service, in the order in which docker compose writes its keys. Empty text, zero and absent
/// mean that the file does not say, unless a comment says otherwise.
struct service : extensible {
    std::string name;
    position where;
    std::vector<std::string> profiles;  ///< empty = always enabled
    text_map annotations;
    std::optional<bool> attach;
    std::optional<compose::build> build;
    std::optional<compose::develop> develop;
    std::optional<blkio> blkio_config;
    std::vector<std::string> cap_add;
    std::vector<std::string> cap_drop;
    std::string cgroup_parent;
    std::string cgroup;
    std::int64_t cpu_count = 0;
    float cpu_percent = 0;
    std::int64_t cpu_period = 0;
    std::int64_t cpu_quota = 0;
    std::int64_t cpu_rt_period = 0;
    std::int64_t cpu_rt_runtime = 0;
    float cpus = 0;
    std::string cpuset;
    std::int64_t cpu_shares = 0;
    compose::command command;  ///< absent = the image's
    std::vector<file_mount> configs;
    std::string container_name;
    std::optional<compose::credential_spec> credential_spec;
    std::map<std::string, dependency> depends_on;
    std::optional<compose::deploy> deploy;
    std::vector<std::string> device_cgroup_rules;
    std::vector<device> devices;
    std::vector<std::string> dns;
    std::vector<std::string> dns_opt;
    std::vector<std::string> dns_search;
    std::string domainname;
    compose::command entrypoint;  ///< absent = the image's
    std::optional<compose::provider> provider;
    optional_text_map environment;    ///< no value = remove it
    std::vector<env_file> env_files;  ///< not yet in `environment`; empty once they are
    std::vector<std::string> expose;  ///< as written
    std::vector<std::string> external_links;
    host_list extra_hosts;
    std::vector<std::string> group_add;
    std::vector<device_request> gpus;
    std::string hostname;
    std::optional<compose::healthcheck> healthcheck;
    std::string image;  ///< empty when only `build` is given
    std::optional<bool> init;
    std::string ipc;
    std::string isolation;
    text_map labels;
    std::vector<std::string> label_files;  ///< absolute; already in `labels`
    std::vector<std::string> links;
    std::optional<compose::logging> logging;
    byte_size mem_limit;
    byte_size mem_reservation;
    byte_size memswap_limit;
    byte_size mem_swappiness;
    std::string mac_address;
    std::map<std::string, model_use> models;
    std::string network_mode;
    std::map<std::string, network_attachment> networks;  ///< key of `networks`
    bool oom_kill_disable = false;
    std::int64_t oom_score_adj = 0;
    std::string pid;
    std::int64_t pids_limit = 0;
    std::string platform;
    std::vector<port> ports;
    bool privileged = false;
    std::string pull_policy;
    bool read_only = false;
    std::string restart;  ///< `no`, `always`, `unless-stopped`, `on-failure[:n]`; empty = no
    std::string runtime;
    std::optional<std::int64_t> scale;
    std::vector<file_mount> secrets;
    std::vector<std::string> security_opt;
    byte_size shm_size;
    bool stdin_open = false;
    std::optional<std::chrono::nanoseconds> stop_grace_period;
    std::string stop_signal;  ///< empty = the image's
    text_map storage_opt;
    text_map sysctls;
    std::vector<std::string> tmpfs;
    bool tty = false;
    std::map<std::string, ulimit> ulimits;
    bool use_api_socket = false;
    std::string user;
    std::string userns_mode;
    std::string uts;
    std::vector<volume_mount> volumes;
    std::vector<std::string> volumes_from;
    std::string working_dir;
    std::vector<hook> post_start;
    std::vector<hook> pre_stop;
};

}  // namespace rollout::compose
