#include <cli/moment.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using rollout::cli::parse_moment;

std::chrono::nanoseconds moment(const std::string& text) {
    return parse_moment("--since", text, 1'000'000s);
}

TEST(Moment, IsAnAgeOrATimeSince1970) {
    EXPECT_EQ(moment("10m"), 1'000'000s - 10min);
    EXPECT_EQ(moment("1h30m"), 1'000'000s - 90min);
    EXPECT_EQ(moment("1136073600"), 1'136'073'600s);
    EXPECT_EQ(moment("1136073600.5"), 1'136'073'600s + 500ms);
}

TEST(Moment, IsARfc3339Time) {
    EXPECT_EQ(moment("1970-01-02T00:00:00Z"), 24h);
    EXPECT_EQ(moment("1970-01-02T01:00:00.000000007+01:00"), 24h + 7ns);
}

TEST(Moment, WithoutAZoneIsLocalTime) {
    ::setenv("TZ", "XST-2", 1);
    ::tzset();
    EXPECT_EQ(moment("1970-01-02"), 22h);
    EXPECT_EQ(moment("1970-01-02T03:04"), 25h + 4min);
    ::unsetenv("TZ");
    ::tzset();
}

TEST(Moment, AnythingElseIsRefused) {
    for (const auto* text : {"", "yesterday", "2026-13-01", "5 m", "1.x"}) {
        EXPECT_THROW(moment(text), std::invalid_argument) << text;
    }
}

}  // namespace
