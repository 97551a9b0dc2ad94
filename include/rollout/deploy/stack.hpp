#pragma once

#include <rollout/deploy/context.hpp>
#include <rollout/deploy/health_wait.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>

namespace rollout::deploy {

struct up_options {
    up_options() = default;
    std::set<std::string> services;  ///< empty = those without a profile
    bool recreate = false;           ///< also make running containers anew whose file changed
    plan::image_options images;
    health_options health;
};

/// Brings the stack up: images, networks, the services in the order of their dependencies, the
/// live color among them. Running containers are left alone. On failure what this run made is
/// removed again. Throws `failure` or engine_api::error.
boost::asio::awaitable<exit_code> up(const context& ctx, up_options options);

/// Removes the project's containers and networks, and sets snippet and record back to blue.
boost::asio::awaitable<exit_code> down(const context& ctx);

/// Builds the images of `services`, of all that have a build section when empty.
boost::asio::awaitable<exit_code> build(const context& ctx, std::set<std::string> services);

struct logs_options {
    logs_options() = default;
    std::set<std::string> services;  ///< empty = all that have containers
    bool follow = false;
    int tail = 100;
};

/// Prints the last log lines of the services' containers, each with the container's name.
boost::asio::awaitable<exit_code> logs(const context& ctx, logs_options options);

/// Reports the live color, the containers with health and image, what the snippet says, and
/// whether record and proxy agree. Only GET requests.
boost::asio::awaitable<exit_code> status(const context& ctx);

}  // namespace rollout::deploy
