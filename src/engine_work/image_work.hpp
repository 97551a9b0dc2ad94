#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace rollout::engine_work {

/// What a build is told beside the file.
struct build_extras {
    build_extras() = default;
    std::int64_t memory = 0;  ///< bytes that each instruction may take; 0 = any
    bool quiet = false;       ///< without events about its course
};

/// Carries out `build_image`, with the output of the engine's builder as events. Throws
/// engine_api::error when the build fails, compose::error when there is no Dockerfile.
boost::asio::awaitable<void> build_image(const context& ctx, const plan::operation& op,
                                         build_extras extras = {});

/// Carries out `pull_image`. Throws `failure` (failed) with the engine's words.
boost::asio::awaitable<void> pull_image(const context& ctx, const plan::operation& op);

}  // namespace rollout::engine_work
