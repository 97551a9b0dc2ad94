#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using rollout::engine_work::protect;
using rollout::engine_work::sleep_for;

/// Runs a command's coroutine and cancels it after a moment.
void run_cancelled(const std::function<net::awaitable<void>()>& work) {
    net::io_context io;
    net::cancellation_signal cancel;
    net::steady_timer moment(io, 5ms);
    moment.async_wait([&](auto) { cancel.emit(net::cancellation_type::terminal); });
    const auto all = [&]() -> net::awaitable<void> {
        co_await net::this_coro::throw_if_cancelled(false);
        co_await work();
    };
    std::exception_ptr problem;
    net::co_spawn(io, all, net::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e) {
                      problem = e;
                  }));
    io.run_for(10s);
    EXPECT_TRUE(io.stopped());
    if (problem) std::rethrow_exception(problem);
}

net::awaitable<int> whole() {
    co_await sleep_for(30ms);
    co_return 7;
}

net::awaitable<bool> slept(std::chrono::nanoseconds duration) {
    try {
        co_await sleep_for(duration);
    } catch (const boost::system::system_error&) {
        co_return false;
    }
    co_return true;
}

net::awaitable<bool> is_torn() {
    const bool whole = co_await slept(1h);
    co_return !whole;
}

TEST(Protect, WorkIsNotTornByACancellationThatComesMeanwhile) {
    int got = 0;
    run_cancelled([&]() -> net::awaitable<void> { got = co_await protect(whole()); });
    EXPECT_EQ(got, 7);
}

TEST(Protect, WorkOfACoroutineThatWasCancelledBeforeIsWholeToo) {
    int got = 0;
    run_cancelled([&]() -> net::awaitable<void> {
        const bool torn = co_await is_torn();
        EXPECT_TRUE(torn);
        got = co_await protect(whole());
    });
    EXPECT_EQ(got, 7);
}

TEST(Protect, ProtectsWhatIsProtectedInside) {
    int got = 0;
    const auto outer = [&]() -> net::awaitable<int> {
        const int inner = co_await protect(whole());
        const int behind = co_await whole();
        co_return inner + behind;
    };
    run_cancelled([&]() -> net::awaitable<void> { got = co_await protect(outer()); });
    EXPECT_EQ(got, 14);
}

// The state that a cut-over used to leave behind: cancellation switched on for its caller.
TEST(Protect, TheCallerCanBeCancelledBehindItAsBefore) {
    bool torn = false;
    run_cancelled([&]() -> net::awaitable<void> {
        const auto nothing = []() -> net::awaitable<void> { co_return; };
        co_await protect(nothing());
        torn = co_await is_torn();
    });
    EXPECT_TRUE(torn);
}

TEST(Protect, WhatCameMeanwhileEndsNoWaitBehindIt) {
    bool torn = true;
    run_cancelled([&]() -> net::awaitable<void> {
        co_await protect(whole());
        co_await sleep_for(1ms);
        torn = false;
    });
    EXPECT_FALSE(torn);
}

TEST(Protect, WhatCameBeforeItEndsTheWaitBehindIt) {
    net::io_context io;
    net::cancellation_signal cancel;
    bool torn = false;
    bool torn_again = false;
    const auto work = [&]() -> net::awaitable<void> {
        co_await net::this_coro::throw_if_cancelled(false);
        cancel.emit(net::cancellation_type::terminal);
        const int got = co_await protect(whole());
        EXPECT_EQ(got, 7);
        torn = co_await is_torn();
        const bool whole_again = co_await slept(1ms);
        torn_again = !whole_again;
    };
    net::co_spawn(io, work, net::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
    io.run_for(10s);
    EXPECT_TRUE(torn);
    EXPECT_FALSE(torn_again) << "each cancellation ends one wait";
}

TEST(Protect, ThrowsWhatTheWorkThrows) {
    const auto fail = []() -> net::awaitable<void> {
        co_await sleep_for(1ms);
        throw std::runtime_error("no");
    };
    const auto caller = [&]() -> net::awaitable<void> { co_await protect(fail()); };
    EXPECT_THROW(run_cancelled(caller), std::runtime_error);
}

}  // namespace
