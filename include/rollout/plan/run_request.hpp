#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::plan {

/// A container that runs a command once for a user, as `docker compose run` makes it. What is empty
/// is as the service has it.
struct run_request {
    run_request() = default;
    std::string service;
    std::string slug;                  ///< 64 hexadecimal digits that no other run has
    std::string name;                  ///< empty = `<project>-<service>-run-<12 of the slug>`
    std::vector<std::string> command;  ///< empty = the service's, or with `entrypoint` none
    std::optional<std::vector<std::string>> entrypoint;
    std::string user;
    std::string working_dir;
    compose::optional_text_map environment;      ///< above the service's
    compose::text_map labels;                    ///< likewise
    std::vector<std::string> cap_add;            ///< likewise; no longer dropped
    std::vector<std::string> cap_drop;           ///< likewise; no longer added
    std::vector<compose::volume_mount> volumes;  ///< beside the service's
    std::vector<compose::port> ports;            ///< beside the service's, if these are there
    bool service_ports = false;                  ///< publish the service's own
    bool use_aliases = false;                    ///< be found under the service's names
    bool tty = false;
    bool interactive = false;  ///< its stdin is that of the one who attaches
    bool remove = false;       ///< the engine removes it when it ends
};

/// The name of its container.
[[nodiscard]] std::string run_name(const compose::project& p, const run_request& what);

/// Makes the networks and volumes that are not there yet, and the container with all its networks
/// and files: it only needs to be started. The service's image must be on the engine by then.
[[nodiscard]] operations run_operations(const compose::project& p, const observed& o,
                                        const run_request& what);

/// Waits for what the service depends on, as far as it has containers: until that is healthy or has
/// ended well, where the service says so.
[[nodiscard]] operations dependency_waits(const compose::project& p, const observed& o,
                                          const std::string& service);

}  // namespace rollout::plan
