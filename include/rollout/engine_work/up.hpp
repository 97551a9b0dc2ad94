#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <set>
#include <string>

namespace rollout::engine_work {

/// What is started, as it is known once the lock is held.
struct up_start {
    up_start() = default;
    compose::project project;
    /// Ids of containers of spared services that are started as they are, whatever the file says by
    /// now.
    std::set<std::string> as_they_are;
};

struct up_options {
    up_options() = default;
    std::set<std::string> services;  ///< empty = those without a profile
    bool recreate = false;           ///< also make running containers anew whose file changed
    std::set<std::string> spared;    ///< services that are never made anew while they run
    plan::image_options images;
    health_options health;
    std::chrono::milliseconds lock_wait{0};  ///< for a lock that another one holds
    /// Asked once the lock is held; absent = the project that was given, all of it by the file.
    std::function<boost::asio::awaitable<up_start>()> under_lock;
    /// Called with what is about to be done, while the lock is held; absent = nothing to prepare.
    std::function<void(const plan::operations&)> before_changes;
    std::string watched;  ///< a service; empty = none
    /// Run right before the first container of `watched` is started, when that is there already;
    /// absent = nothing to do by then.
    std::function<boost::asio::awaitable<void>()> before_watched;
    /// Run when all is started, while the lock is held; absent = nothing more to do.
    std::function<boost::asio::awaitable<void>(deploy_lock&)> at_the_end;
};

/// Brings a project up: images, networks, volumes, the services in the order of their dependencies.
/// Running containers are left alone. On failure what this run made is removed again. Throws
/// `failure` or engine_api::error.
boost::asio::awaitable<void> up(const context& ctx, up_options options);

}  // namespace rollout::engine_work
