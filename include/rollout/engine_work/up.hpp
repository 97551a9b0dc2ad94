#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/plan/converge.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace rollout::engine_work {

/// What is started, as it is known once the lock is held.
struct up_start {
    up_start() = default;
    compose::project project;
    /// Ids of containers that are started as they are, whatever the file says by now.
    std::set<std::string> as_they_are;
    std::set<std::string> spared;  ///< as in `plan::converge_options`
};

/// What a project with colors adds to `up`, which then happens under the project's lock.
struct up_hooks {
    up_hooks() = default;
    std::chrono::milliseconds lock_wait{0};  ///< for a lock that another one holds
    /// Asked before the lock, with what there is: absent when something is to be made sure of under
    /// it, however the containers are.
    std::function<boost::asio::awaitable<std::optional<up_start>>(const plan::observed&)> settled;
    /// Asked once the lock is held.
    std::function<boost::asio::awaitable<up_start>()> under_lock;
    /// Called with what is about to be done.
    std::function<void(const plan::operations&)> before_changes;
    std::string watched;  ///< a service; empty = none
    /// Run right before the first container of `watched` is started; absent = nothing to do.
    std::function<boost::asio::awaitable<void>()> before_watched;
    /// Run when all is started.
    std::function<boost::asio::awaitable<void>(deploy_lock&)> at_the_end;
};

struct up_options {
    up_options() = default;
    std::set<std::string> services;  ///< empty = those that are enabled
    bool with_dependencies = true;   ///< false: `services` alone
    plan::recreate recreate = plan::recreate::diverged;
    bool recreate_dependencies = false;  ///< always
    bool inherit_volumes = true;
    bool make = true;  ///< false: only what is there is started; a service without it throws
    bool start = true;
    bool remove_orphans = false;
    bool ignore_orphans = false;  ///< say nothing of them
    plan::waiting wait = plan::waiting::none;
    std::optional<int> stop_seconds;     ///< for what is made anew or ended; absent = its own
    std::set<std::string> left_running;  ///< as in `plan::converge_options`
    plan::image_options images;
    health_options health;
    std::optional<up_hooks> hooks;  ///< absent: a plain stack, brought up without a lock
};

/// Brings a project up as `docker compose up -d` does: images, networks, volumes, containers, each
/// service once what it depends on is as it wants it. What goes wrong leaves what was made by then,
/// and the next run goes on from there. Throws `failure`, engine_api::error, or
/// std::invalid_argument for services that do not go together.
boost::asio::awaitable<void> up(const context& ctx, up_options options);

}  // namespace rollout::engine_work
