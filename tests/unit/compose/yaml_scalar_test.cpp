#include <rollout/compose/tree/scalar_text.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <compose/yaml/yaml_scalar.hpp>

namespace rollout::compose {
namespace {

node scalar(const std::string& text) {
    return {plain_scalar_value(text), {}};
}
std::string printed(const std::string& text) {
    return scalar_text(scalar(text)).value_or("none");
}

TEST(YamlScalar, TheThreeSpellingsOfTrueAndFalseAreBooleans) {
    for (const auto* text : {"true", "True", "TRUE"})
        EXPECT_EQ(printed(text), "true");
    for (const auto* text : {"false", "False", "FALSE"})
        EXPECT_EQ(printed(text), "false");
    EXPECT_TRUE(std::holds_alternative<bool>(scalar("true").value));
}

TEST(YamlScalar, YesNoOnOffAreStrings) {
    for (const auto* text : {"yes", "no", "on", "off", "y", "tRUE"}) {
        EXPECT_TRUE(scalar(text).is_string()) << text;
    }
}

TEST(YamlScalar, EmptyTildeAndNullAreNull) {
    for (const auto* text : {"", "~", "null", "Null", "NULL"}) {
        EXPECT_TRUE(scalar(text).is_null()) << text;
    }
}

TEST(YamlScalar, IntegersKnowBasePrefixesAndUnderscores) {
    const std::vector<std::pair<std::string, std::int64_t>> cases{
        {"0", 0},
        {"10", 10},
        {"+5", 5},
        {"-7", -7},
        {"010", 8},
        {"0x1F", 31},
        {"-0x1f", -31},
        {"0o17", 15},
        {"0b11", 3},
        {"1_000", 1000},
        {"0x_ff", 255},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN}};
    for (const auto& [text, value] : cases) {
        const auto n = scalar(text);
        ASSERT_TRUE(std::holds_alternative<std::int64_t>(n.value)) << text;
        EXPECT_EQ(std::get<std::int64_t>(n.value), value) << text;
    }
}

TEST(YamlScalar, IntegersAboveInt64AreUnsigned) {
    EXPECT_EQ(std::get<std::uint64_t>(scalar("18446744073709551615").value), UINT64_MAX);
    EXPECT_TRUE(std::holds_alternative<double>(scalar("18446744073709551616").value));
}

TEST(YamlScalar, AnOctalWithADigitEightIsAFloat) {
    EXPECT_EQ(std::get<double>(scalar("08").value), 8.0);
}

TEST(YamlScalar, FloatsIncludeInfinityAndHalfWrittenOnes) {
    EXPECT_EQ(std::get<double>(scalar(".5").value), 0.5);
    EXPECT_EQ(std::get<double>(scalar("1.").value), 1.0);
    EXPECT_EQ(std::get<double>(scalar("-1.5e-3").value), -0.0015);
    EXPECT_EQ(printed(".inf"), "+Inf");
    EXPECT_EQ(printed("-.Inf"), "-Inf");
    EXPECT_EQ(printed(".nan"), "NaN");
}

TEST(YamlScalar, NumbersOutOfRangeStayStrings) {
    EXPECT_TRUE(scalar("1e999").is_string());
    EXPECT_EQ(printed("1e-999"), "0");
}

TEST(YamlScalar, ThingsThatOnlyBeginLikeNumbersAreStrings) {
    for (const auto* text : {"1.2.3", "-", "+", ".", "..", "80:80", "0x", "0xZZ", "1e", "10s", "-a",
                             ".env", "2001-13-01", "2001-02-30", "1-2"}) {
        EXPECT_TRUE(scalar(text).is_string()) << text;
    }
}

TEST(YamlScalar, DatesAreTimestamps) {
    for (const auto* text : {"2001-01-01", "2001-1-2", "2000-02-29", "2001-12-14T21:59:43.10-05:00",
                             "2001-12-14t21:59:43Z", "2001-12-14 21:59:43.10"}) {
        EXPECT_TRUE(std::holds_alternative<timestamp>(scalar(text).value)) << text;
    }
    EXPECT_TRUE(scalar("2001-12-14 21:59:43 -5").is_string());
}

TEST(YamlScalar, NumbersArePrintedAsGoPrintsThem) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"1.50", "1.5"},        {"1e3", "1000"},
        {"1.0", "1"},           {"100000.5", "100000.5"},
        {"1000000.0", "1e+06"}, {"1234567.5", "1.2345675e+06"},
        {"0.0001", "0.0001"},   {"0.000001", "1e-06"},
        {"-0.0", "-0"},         {"010", "8"},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(printed(text), expected) << text;
}

TEST(YamlScalar, NullAndDatesHaveNoText) {
    EXPECT_EQ(scalar_text(scalar("~")), std::nullopt);
    EXPECT_EQ(scalar_text(scalar("2001-01-01")), std::nullopt);
}

}  // namespace
}  // namespace rollout::compose
