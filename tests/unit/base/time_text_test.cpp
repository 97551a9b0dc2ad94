#include <rollout/base/time_text.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using rollout::base::parse_time;

TEST(Time, IsANumberOfSecondsOrHasAUnit) {
    EXPECT_EQ(parse_time("2"), 2s);
    EXPECT_EQ(parse_time("0.25"), 250ms);
    EXPECT_EQ(parse_time("40ms"), 40ms);
    EXPECT_EQ(parse_time("1.5s"), 1500ms);
    EXPECT_EQ(parse_time("1m"), 60s);
}

TEST(Time, IsNeverLongerThanADay) {
    EXPECT_EQ(parse_time("-0"), 0s);
    EXPECT_EQ(parse_time("1e300"), 24h);
}

TEST(Time, NothingElseIsOne) {
    for (const auto* text : {"", "s", "5h", "nan", "inf", "2 s", "two", "1s1", "-3", "-1ms"})
        EXPECT_EQ(parse_time(text), std::nullopt) << text;
}

}  // namespace
