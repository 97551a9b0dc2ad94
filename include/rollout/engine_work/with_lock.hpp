#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/protect.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <exception>
#include <string>

namespace rollout::engine_work {

/// Runs `work` (a callable that gets the lock and returns awaitable<void>; it must live until then)
/// while the project's lock is held, and lets go of it however `work` ends, also when it was
/// cancelled. `image` is any image that the engine has; `purpose` is what others are told. Throws
/// what `work` throws, and `failure` (lock_held).
template <typename Work>
boost::asio::awaitable<void> with_lock(const context& ctx, std::string image, std::string purpose,
                                       Work& work) {
    // Longer than any command takes; it only matters when its owner died on another host.
    constexpr std::chrono::hours lifetime{1};
    auto lock =
        co_await deploy_lock::acquire(ctx.engine, ctx.project.name, image, purpose, lifetime);
    if (!lock.took_over_from().empty()) ctx.reporter.report(lock_taken_over{lock.took_over_from()});
    std::exception_ptr problem;
    try {
        co_await work(lock);
    } catch (...) {
        problem = std::current_exception();
    }
    co_await protect(lock.release(ctx.engine));
    if (problem) std::rethrow_exception(problem);
}

}  // namespace rollout::engine_work
