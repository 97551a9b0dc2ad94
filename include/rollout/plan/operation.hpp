#pragma once

#include <rollout/compose/model/service_parts.hpp>
#include <rollout/plan/container_origin.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::plan {

/// A thing on the engine that an operation is about. Things of different kinds may have one name.
struct target {
    enum class kind { container, network, volume, image };

    kind what = kind::container;
    std::string name;

    friend bool operator==(const target&, const target&) = default;
};

/// `container`, `network`, `volume` or `image`.
[[nodiscard]] std::string_view to_string(target::kind kind);

/// What a wait ends with.
enum class wait_for {
    serving,    ///< its healthcheck passes, or it runs for a while without one
    healthy,    ///< its healthcheck passes; without one it fails
    completed,  ///< it has ended, with exit code 0
    settled,    ///< it serves, or has ended with exit code 0
};

/// A file that a container gets from us: a secret or config that is no file of the host. Its
/// content is shown nowhere.
struct file_to_put {
    file_to_put() = default;
    std::string path;  ///< absolute, in the container
    std::string content;
    std::uint32_t mode = 0444;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    bool owned = false;  ///< `uid` and `gid` count; otherwise it is root's
};

/// Each action but `wait_healthy` is exactly one mutating engine call, beside the hooks that an
/// operation has.
enum class action {
    build_image,         ///< POST /build
    pull_image,          ///< POST /images/create
    push_image,          ///< POST /images/{name}/push
    create_network,      ///< POST /networks/create
    create_volume,       ///< POST /volumes/create
    create_container,    ///< POST /containers/create
    connect_network,     ///< POST /networks/{id}/connect
    disconnect_network,  ///< POST /networks/{id}/disconnect
    put_file,            ///< PUT /containers/{id}/archive
    start_container,     ///< POST /containers/{id}/start
    wait_healthy,        ///< reads, and may run the healthcheck by exec, until `wait_for`
    rename_container,    ///< POST /containers/{id}/rename
    stop_container,      ///< POST /containers/{id}/stop, with its own signal and grace period
    restart_container,   ///< POST /containers/{id}/restart, likewise
    kill_container,      ///< POST /containers/{id}/kill
    pause_container,     ///< POST /containers/{id}/pause
    unpause_container,   ///< POST /containers/{id}/unpause
    remove_container,    ///< DELETE /containers/{id}?force=1
    remove_network,      ///< DELETE /networks/{id}
    remove_volume,       ///< DELETE /volumes/{name}
    remove_image,        ///< DELETE /images/{name}
};

/// The name of the enumerator.
[[nodiscard]] std::string_view to_string(action what);

/// One step, with everything that the engine call needs and why it is taken. The kind of its target
/// follows from the action.
struct operation {
    operation(action of, std::string target_name);

    action what;
    plan::target target;
    std::string service;        ///< empty when it belongs to none
    std::string network;        ///< connect_network, disconnect_network: the network's name
    std::string new_name;       ///< rename_container
    bool volumes = false;       ///< remove_container: its anonymous volumes too
    bool only_stopped = false;  ///< remove_container: fails for one that runs
    plan::wait_for condition = wait_for::serving;  ///< wait_healthy
    bool optional = false;                         ///< wait_healthy, pull_image: it may fail
    /// create_container: the reference of the image whose id goes into the label that docker
    /// compose sets (`with_image_id`), looked up when the container is made.
    std::string image;
    std::string platform;     ///< pull_image, create_container: `linux/arm64`; empty = the engine's
    container_origin origin;  ///< create_container: what `body` was made from, with `number`
    int number = 1;           ///< likewise
    /// create_container: the names of the containers that it refers to by ids which are not known
    /// before, by their services; then there is no `body`: it is made of `service`, `number` and
    /// `origin`.
    std::map<std::string, std::string> references;
    std::string signal;  ///< kill_container: a name or number; empty = SIGKILL
    /// start_container: what runs in it once it has started, and must succeed; stop_container and
    /// restart_container: what runs in it before, and may fail.
    std::vector<compose::hook> hooks;
    std::vector<compose::hook> hooks_after_restart;  ///< as those of start_container
    file_to_put file;                                ///< put_file
    std::string body;                                ///< the JSON document to send; empty = none
    std::string cause;                               ///< why, for the user
};

using operations = std::vector<operation>;

/// `create container rollout-app_green-1 (image changed)`.
[[nodiscard]] std::string to_string(const operation& op);

}  // namespace rollout::plan
