#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/compose/model/project.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::engine_work {

/// A project of which nobody has the Compose file, as the labels of its containers, networks and
/// volumes tell it: enough to look at it, to start and stop it and to take it down. Throws
/// `failure` when the engine has nothing of that name, or a project with two colors, of which only
/// its file says where users are.
boost::asio::awaitable<compose::project> known_project(engine_api::client& engine,
                                                       std::string name);

}  // namespace rollout::engine_work
