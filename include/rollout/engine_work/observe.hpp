#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace rollout::engine_work {

/// The containers of a project, running or not, ordered by name, without its one-offs. Only GET
/// requests.
boost::asio::awaitable<std::vector<plan::observed_container>> observe_containers(
    engine_api::client& engine, const compose::project& project);

/// The same with its one-offs, and nothing else.
boost::asio::awaitable<plan::observed> observe_with_one_offs(engine_api::client& engine,
                                                             const compose::project& project);

/// What was made for the project: containers, networks, volumes. Only GET requests.
boost::asio::awaitable<plan::observed> observe_made(engine_api::client& engine,
                                                    const compose::project& project);

/// Looks the ids of its images up, into `into.images`. Only GET requests.
boost::asio::awaitable<void> observe_images(engine_api::client& engine,
                                            const compose::project& project, plan::observed& into);

/// That and its images: everything a plan needs to know. Only GET requests.
boost::asio::awaitable<plan::observed> observe(engine_api::client& engine,
                                               const compose::project& project);

}  // namespace rollout::engine_work
