#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

/// A command that is to be run once, in a container of its own that is made as a service's is.
struct one_off {
    one_off() = default;
    std::string service;               ///< one of the project
    std::string purpose;               ///< ends the container's name: `pre-deploy`
    std::vector<std::string> command;  ///< in place of the service's; its entrypoint stays
};

/// `<project>-<service>-<purpose>`.
[[nodiscard]] std::string one_off_name(const compose::project& p, const one_off& what);

/// The document of `POST /containers/create`: image, environment, volumes, networks and limits of
/// the service, but no ports, healthcheck, restart policy, terminal or hooks, and none of the names
/// and addresses by which others reach the service.
[[nodiscard]] std::string one_off_body(const compose::project& p, const one_off& what);

/// Removes what an earlier run left under that name, makes the networks and volumes that are not
/// there yet, creates and starts the container. Its image must be on the engine by then.
[[nodiscard]] operations one_off_operations(const compose::project& p, const observed& o,
                                            const one_off& what);

}  // namespace rollout::plan
