#include <rollout/base/time_text.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using rollout::base::age_text;
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

TEST(AgeText, IsInTheUnitThatSuitsIt) {
    EXPECT_EQ(age_text(-3), "0 s");
    EXPECT_EQ(age_text(119), "119 s");
    EXPECT_EQ(age_text(120), "2 min");
    EXPECT_EQ(age_text(7'199), "119 min");
    EXPECT_EQ(age_text(7'200), "2 h");
}

}  // namespace
