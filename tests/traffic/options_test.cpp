#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>

#include <traffic/traffic.hpp>

namespace {

using namespace std::chrono_literals;

// Aggregates as arguments of a coroutine are miscompiled by g++ 12.
static_assert(!std::is_aggregate_v<traffic::options>);

TEST(LoadOptions, TheDefaultsAreGood) {
    EXPECT_NO_THROW(traffic::check(traffic::options()));
}

TEST(LoadOptions, ALoadIsBoundedInTimeCountAndSize) {
    traffic::options endless;
    endless.limit = 2h;
    EXPECT_THROW(traffic::check(endless), std::invalid_argument);
    traffic::options too_many;
    too_many.max_requests = 1'000'000'000;
    EXPECT_THROW(traffic::check(too_many), std::invalid_argument);
    traffic::options crowd;
    crowd.keep_alive = 257;
    EXPECT_THROW(traffic::check(crowd), std::invalid_argument);
    traffic::options no_timeout;
    no_timeout.request_timeout = 0ms;
    EXPECT_THROW(traffic::check(no_timeout), std::invalid_argument);
}

TEST(LoadOptions, AnotherMachineIsRefused) {
    traffic::options away;
    away.url = "http://192.0.2.1/";
    EXPECT_THROW(traffic::check(away), std::invalid_argument);
}

}  // namespace
