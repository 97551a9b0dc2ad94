#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::plan {

struct observed_mount {
    std::string type;    ///< `bind`, `volume`, `tmpfs`, ...
    std::string source;  ///< of a volume its name
    std::string target;
    bool read_only = false;

    friend bool operator==(const observed_mount&, const observed_mount&) = default;
};

/// One container of the project, as the engine told it.
struct observed_container {
    std::string id;
    std::string name;
    std::string service;      ///< label `com.docker.compose.service`
    int number = 1;           ///< label `com.docker.compose.container-number`
    std::string config_hash;  ///< label `com.docker.compose.config-hash`
    std::string folder;       ///< label `com.docker.compose.project.working_dir`
    std::string image;        ///< as asked for at create
    std::string image_id;
    std::string image_label;  ///< label `com.docker.compose.image`: the id when it was made
    std::map<std::string, std::string> networks;  ///< their ids by their names
    std::vector<observed_mount> mounts;
    std::string state;   ///< `created`, `running`, `exited`, ...
    std::string status;  ///< the engine's sentence, `Up 3 minutes (healthy)`
    /// Its IPv4 address in each network, by the network's name; empty while it does not run.
    std::map<std::string, std::string> addresses;

    [[nodiscard]] bool running() const { return state == "running"; }
    /// Runs, is paused or about to be started again: it must be stopped before it is removed.
    [[nodiscard]] bool alive() const {
        return running() || state == "paused" || state == "restarting";
    }
    /// Runs, and is healthy or has no healthcheck.
    [[nodiscard]] bool healthy() const;
    /// Its healthcheck fails; one that has not passed yet does not.
    [[nodiscard]] bool unhealthy() const;
};

struct observed_network {
    std::string id;
    std::string name;
    std::string project{};      ///< label `com.docker.compose.project`
    std::string key{};          ///< label `com.docker.compose.network`
    std::string config_hash{};  ///< label `com.docker.compose.config-hash`
};

struct observed_volume {
    std::string name;
    std::string project{};      ///< label `com.docker.compose.project`
    std::string config_hash{};  ///< label `com.docker.compose.config-hash`
};

/// A snapshot of what exists; after it was taken the plan asks the engine nothing more.
struct observed {
    std::vector<observed_container> containers;
    /// Those that run a command once, as `docker compose run` makes them: they serve nobody, so
    /// they are not in `containers`.
    std::vector<observed_container> one_offs;
    std::vector<observed_network> networks;  ///< whose name or id the project uses
    std::vector<observed_volume> volumes;    ///< whose name the project uses
    /// Reference -> id. Absent = not on the engine, or not for the platform that a service wants.
    std::map<std::string, std::string> images;
    /// By reference: how long ago it was pulled or built, where a service has a policy about that.
    /// Absent = never.
    std::map<std::string, std::chrono::seconds> image_ages;

    /// The first container of a service that runs, else the first; nullptr when there is none.
    [[nodiscard]] const observed_container* find(const std::string& service) const;
    /// That whose name comes first, which others share with; likewise.
    [[nodiscard]] const observed_container* first_by_name(const std::string& service) const;
};

/// The network of that name, else that id; nullptr when there is none.
[[nodiscard]] const observed_network* find_network(const observed& o, const std::string& name);

}  // namespace rollout::plan
