// The engine's times.
#include <engine_api/rfc3339.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using engine_api::parse_rfc3339;

constexpr auto a_day = sys_days(year(2026) / 11 / 24);

TEST(Rfc3339, IsReadToTheNanosecond) {
    EXPECT_EQ(parse_rfc3339("2026-11-24T22:10:45.758836087Z"),
              a_day + 22h + 10min + 45s + 758836087ns);
    EXPECT_EQ(parse_rfc3339("2026-11-24T22:10:45.5Z"), a_day + 22h + 10min + 45s + 500ms);
    EXPECT_EQ(parse_rfc3339("2026-11-24T22:10:45Z"), a_day + 22h + 10min + 45s);
}

TEST(Rfc3339, OfAnotherZoneIsTheSameMoment) {
    EXPECT_EQ(parse_rfc3339("2026-11-25T00:10:00.25+02:00"), a_day + 22h + 10min + 250ms);
    EXPECT_EQ(parse_rfc3339("2026-11-24T18:40:00-03:30"), a_day + 22h + 10min);
}

TEST(Rfc3339, OfAnythingElseIsAbsent) {
    for (const auto* text :
         {"", "2026-11-24", "2026-13-24T22:10:45Z", "2026-02-30T22:10:45Z", "2026-11-24T22:10:45",
          "2026-11-24T22:10:45Zz", "2026-11-24 22:10:45Z", "2026-11-24T22:10:45+0200",
          "0001-01-01T00:00:00Z", "2026-11-24T24:10:45Z", "2026-11-24T22:60:45Z",
          "2026-11-24T22:10:61Z", "2026-11-24T22:10:45+24:00", "yesterday"})
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(Rfc3339, WithEndlessDigitsIsRead) {
    EXPECT_EQ(parse_rfc3339("2026-11-24T00:00:00." + std::string(100, '9') + "Z"),
              a_day + 999999999ns);
}

}  // namespace
