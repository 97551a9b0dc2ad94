#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/run_request.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::engine_work {

struct run_options {
    run_options() = default;
    plan::run_request what;
    plan::image_options images;
    bool with_dependencies = true;  ///< wait until what it depends on is as it wants it
    health_options health;
};

/// Makes the container of a run, and what it needs: its image, networks and volumes. It is not
/// started: who wants all of its output attaches before. Its id. Throws `failure` (failed) or
/// engine_api::error; then the container and the networks that were made for it are removed.
boost::asio::awaitable<std::string> create_run(const context& ctx, run_options options);

}  // namespace rollout::engine_work
