#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

/// Pulls and builds what `services` lack, or are to get anew, and notes in `seen` which images
/// there are then. Throws as `executor::run`, and `failure` (failed) for one that is there no more
/// than before.
boost::asio::awaitable<void> get_images(const context& ctx, plan::observed& seen,
                                        std::vector<std::string> services,
                                        plan::image_options options);

}  // namespace rollout::engine_work
