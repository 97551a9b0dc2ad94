#include <rollout/strategy/color.hpp>

#include <gtest/gtest.h>

namespace {

using rollout::strategy::color;
using rollout::strategy::parse_color;
using rollout::strategy::recorded_color;

TEST(Record, MissingMeansBlue) {
    EXPECT_EQ(recorded_color(std::nullopt), color::blue);
}

TEST(Record, GarbageMeansBlue) {
    EXPECT_EQ(recorded_color(""), color::blue);
    EXPECT_EQ(recorded_color("purple\n"), color::blue);
    EXPECT_EQ(recorded_color("green blue"), color::blue);
    EXPECT_EQ(recorded_color("GREEN"), color::blue);
}

TEST(Record, SaysGreenOrBlue) {
    EXPECT_EQ(recorded_color("green\n"), color::green);
    EXPECT_EQ(recorded_color("blue\n"), color::blue);
}

TEST(Record, StrayWhiteSpaceIsForgiven) {
    EXPECT_EQ(recorded_color(" \t green \r\n\n"), color::green);
}

TEST(Color, OnlyTheTwoWordsAreColors) {
    EXPECT_EQ(parse_color("blue"), color::blue);
    EXPECT_EQ(parse_color("  "), std::nullopt);
    EXPECT_EQ(parse_color("greenish"), std::nullopt);
}

TEST(Color, OtherIsItsOwnInverse) {
    EXPECT_EQ(other(color::blue), color::green);
    EXPECT_EQ(other(other(color::blue)), color::blue);
}

}  // namespace
