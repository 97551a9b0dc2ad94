#pragma once

#include <engine_api/client.hpp>
#include <rollout/deploy/context.hpp>
#include <rollout/deploy/lock.hpp>
#include <rollout/deploy/outcome.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>
#include <string>

namespace rollout::deploy {

/// Runs `work` (a callable that gets the lock and returns awaitable<exit_code>) while the project's
/// lock is held, and lets go of it however `work` ends, also when it was cancelled.
template <typename Work>
boost::asio::awaitable<exit_code> with_lock(const context& ctx, std::string image,
                                            std::string purpose, Work& work) {
    // Longer than any command takes; it only matters when its owner died on another host.
    constexpr std::chrono::hours lifetime{1};
    auto lock =
        co_await deploy_lock::acquire(ctx.engine, ctx.project.name, image, purpose, lifetime);
    if (!lock.took_over_from().empty())
        ctx.reporter.warning("lock", "an earlier run did not finish (" + lock.took_over_from() +
                                         "); going on from what is there");
    exit_code code = exit_code::failed;
    std::exception_ptr problem;
    try {
        code = co_await work(lock);
    } catch (...) {
        problem = std::current_exception();
    }
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    co_await lock.release(ctx.engine);
    if (problem) std::rethrow_exception(problem);
    co_return code;
}

}  // namespace rollout::deploy
