#include <rollout/engine_work/sleep.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

#include <engine_work/together.hpp>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using rollout::engine_work::sleep_for;
using rollout::engine_work::together;

net::awaitable<void> after(std::chrono::milliseconds pause, bool& done) {
    co_await sleep_for(pause);
    done = true;
}

net::awaitable<void> failing(const char* why) {
    co_await sleep_for(1ms);
    throw std::runtime_error(why);
}

TEST(Together, EachIsDoneWhenItEnds) {
    bool one = false;
    bool other = false;
    support::run_coro(
        [&]() -> net::awaitable<void> { co_await together(after(2ms, one), after(1ms, other)); });
    EXPECT_TRUE(one && other);
}

TEST(Together, AFailureLetsTheOtherEndAndIsThrownThen) {
    bool other = false;
    const auto work = [&]() -> net::awaitable<void> {
        co_await together(failing("no"), after(20ms, other));
    };
    EXPECT_THROW(support::run_coro(work), std::runtime_error);
    EXPECT_TRUE(other);
}

TEST(Together, OfTwoFailuresTheFirstOnesIsThrown) {
    try {
        support::run_coro(
            []() -> net::awaitable<void> { co_await together(failing("one"), failing("other")); });
        FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& e) {
        EXPECT_STREQ(e.what(), "one");
    }
}

}  // namespace
