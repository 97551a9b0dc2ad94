#pragma once

#include <rollout/compose/model/service.hpp>
#include <rollout/compose/tree/node.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::compose {

/// Its `x-*` keys are dropped.
struct ipam_pool {
    std::string subnet;
    std::string gateway;
    std::string ip_range;
    text_map aux_addresses;
};

struct ipam : extensible {
    std::string driver;
    std::vector<ipam_pool> config;
};

struct network : extensible {
    std::string name;    ///< as the engine knows it: `name`, or `<project>_<key>`
    std::string driver;  ///< empty = the engine's default
    text_map driver_opts;
    compose::ipam ipam;
    bool external = false;
    bool internal = false;
    bool attachable = false;
    text_map labels;
    std::optional<bool> enable_ipv4;
    std::optional<bool> enable_ipv6;
};

struct volume : extensible {
    std::string name;
    std::string driver;
    text_map driver_opts;
    bool external = false;
    text_map labels;
};

/// A secret or a config.
struct file_object : extensible {
    std::string name;
    std::string file;                    ///< absolute
    std::string environment;             ///< name of a variable
    std::optional<std::string> content;  ///< what `content` or the variable says
    bool external = false;
    text_map labels;
    std::string driver;
    text_map driver_opts;
    std::string template_driver;
    position where;
};

struct model : extensible {
    std::string name;
    std::string image;  ///< `model`
    std::int64_t context_size = 0;
    std::vector<std::string> runtime_flags;
};

/// A file that `security_opt` names. It is read with the project, and used when a container is
/// made.
struct seccomp_profile {
    std::string text;
    std::string problem;  ///< why it could not be read; empty = it was
};

using service_map = std::map<std::string, service>;

/// What Compose files say once they are read, merged, interpolated and checked.
struct project {
    std::string name;
    std::string working_dir;                ///< absolute
    std::vector<std::string> config_files;  ///< absolute, or `-` for standard input
    std::vector<std::string> env_files;     ///< `--env-file`, as given
    /// Of the bind sources and other paths of the engine's host, all absolute by now, those that
    /// the files give as relative ones.
    std::set<std::string> relative_host_paths;
    std::vector<std::string> profiles;  ///< the active ones
    text_map environment;               ///< what variables were replaced by
    service_map services;               ///< enabled ones
    service_map disabled_services;      ///< whose profiles are not active, or left out
    std::map<std::string, network> networks;
    std::map<std::string, volume> volumes;
    std::map<std::string, file_object> secrets;
    std::map<std::string, file_object> configs;
    std::map<std::string, model> models;
    /// By what stands behind `seccomp=`.
    std::map<std::string, seccomp_profile> seccomp_profiles;
    /// What the docker client's own configuration adds to the environment of every container,
    /// unless its service says otherwise; no part of a file, nor of a hash.
    text_map client_environment;
    std::map<std::string, node> extensions;  ///< top-level `x-*`, interpolated
};

}  // namespace rollout::compose
