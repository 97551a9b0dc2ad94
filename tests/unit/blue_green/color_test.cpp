#include <rollout/blue_green/color.hpp>

#include <gtest/gtest.h>

namespace {

using rollout::blue_green::assumed;
using rollout::blue_green::color;
using rollout::blue_green::parse_color;

TEST(Color, WithoutARecordBlueIsAssumed) {
    EXPECT_EQ(assumed(std::nullopt), color::blue);
    EXPECT_EQ(assumed(color::green), color::green);
}

TEST(Color, GarbageNamesNone) {
    for (const auto* text : {"", "purple\n", "green blue", "GREEN"})
        EXPECT_EQ(parse_color(text), std::nullopt) << text;
}

TEST(Color, StrayWhiteSpaceIsForgiven) {
    EXPECT_EQ(parse_color("green\n"), color::green);
    EXPECT_EQ(parse_color(" \t green \r\n\n"), color::green);
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
