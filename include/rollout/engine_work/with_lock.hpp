#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/protect.hpp>

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <string>

namespace rollout::engine_work {

/// An image that the engine has, for the lock of what works on containers that are there; empty:
/// the project has no container, and nobody is at work. Only GET requests.
boost::asio::awaitable<std::string> find_image_for_lock(const context& ctx);

/// Runs `work` (a callable that gets the lock, by reference, and returns awaitable<void>; it must
/// live until then) while the project's lock is held and its lease renewed, and lets go of it
/// however `work` ends, also when it was cancelled. Only while something is not settled that a dead
/// lock told of it is left behind, so that who comes next knows of that too. Throws what `work` and
/// `deploy_lock::acquire` throw.
template <typename Work>
boost::asio::awaitable<void> with_lock(const context& ctx, lock_options options, Work& work) {
    auto lock = co_await deploy_lock::acquire(ctx, options);
    if (const auto& dead = lock.taken_over())
        ctx.reporter.report(lock_taken_over{dead->owner + ", '" + dead->purpose + '\''});
    std::exception_ptr problem;
    try {
        co_await work(lock);
    } catch (...) {
        problem = std::current_exception();
    }
    if (!lock.unfinished().empty()) lock.leave_behind();
    co_await protect(lock.release(ctx.engine));
    if (problem) std::rethrow_exception(problem);
}

}  // namespace rollout::engine_work
