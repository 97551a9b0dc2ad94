#pragma once

#include <string>
#include <vector>

namespace rollout::plan {

/// Each action but `wait_healthy` is exactly one mutating engine call.
enum class action {
    build_image,       ///< POST /build
    pull_image,        ///< POST /images/create
    create_network,    ///< POST /networks/create
    create_volume,     ///< POST /volumes/create
    create_container,  ///< POST /containers/create
    connect_network,   ///< POST /networks/{id}/connect
    start_container,   ///< POST /containers/{id}/start
    wait_healthy,      ///< reads, and runs the healthcheck by exec, until the container serves
    stop_container,    ///< POST /containers/{id}/stop
    remove_container,  ///< DELETE /containers/{id}?force=1
    remove_network,    ///< DELETE /networks/{id}
};

/// One step, with everything that the engine call needs and why it is taken.
struct operation {
    action what = action::create_container;
    std::string service;   ///< empty when it belongs to none
    std::string name;      ///< of the container, network, volume or image it is about
    std::string network;   ///< connect_network: the network's name
    bool volumes = false;  ///< remove_container: its anonymous volumes too
    std::string body;      ///< the JSON document to send; empty = none
    std::string cause;     ///< why, for the user
};

using operations = std::vector<operation>;

/// `create container rollout-app_green-1 (image changed)`.
[[nodiscard]] std::string to_string(const operation& op);

}  // namespace rollout::plan
