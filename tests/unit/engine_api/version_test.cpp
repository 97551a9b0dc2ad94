#include "wire/version.hpp"

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

std::optional<std::string> with(std::string_view engine) {
    return negotiate(engine, "1.41", "1.51");
}

TEST(Version, ComparesAsNumbersNotAsText) {
    EXPECT_LT(*parse_version("1.9"), *parse_version("1.41"));
    EXPECT_LT(*parse_version("1.51"), *parse_version("2.0"));
    EXPECT_EQ(*parse_version("1.41"), (api_version{1, 41}));
}

TEST(Version, IsMajorDotMinorAndNothingElse) {
    for (const char* text :
         {"", "1", "1.", ".41", "1.41.2", "1.x", "a.b", " 1.41", "1.41 ", "v1.41"})
        EXPECT_FALSE(parse_version(text)) << text;
}

TEST(Negotiation, TakesTheNewestThatBothKnow) {
    EXPECT_EQ(with("1.41"), "1.41");
    EXPECT_EQ(with("1.44"), "1.44");
    EXPECT_EQ(with("1.51"), "1.51");
    EXPECT_EQ(with("1.60"), "1.51");
    EXPECT_EQ(with("2.0"), "1.51");
}

TEST(Negotiation, FailsWithAnOlderEngineOrAnUnknownWord) {
    for (const char* text : {"1.40", "1.9", "0.99", "", "latest"})
        EXPECT_FALSE(with(text)) << text;
}

TEST(Version, BetweenIncludesBothEnds) {
    EXPECT_TRUE(is_between("1.41", "1.41", "1.51"));
    EXPECT_TRUE(is_between("1.51", "1.41", "1.51"));
    EXPECT_FALSE(is_between("1.40", "1.41", "1.51"));
    EXPECT_FALSE(is_between("1.52", "1.41", "1.51"));
    EXPECT_FALSE(is_between("x", "1.41", "1.51"));
}

}  // namespace
}  // namespace engine_api::wire
