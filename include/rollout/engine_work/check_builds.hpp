#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

/// Throws compose::error when `services` need a build that the engine's classic builder cannot do,
/// or whose Dockerfile is not there. Nothing is changed.
boost::asio::awaitable<void> refuse_unbuildable(const context& ctx,
                                                std::vector<std::string> services,
                                                plan::image_options options);

}  // namespace rollout::engine_work
