#include <rollout/engine_work/health_rule.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout::engine_work;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Optional;

TEST(HealthLimit, CoversStartPeriodAndEveryRetry) {
    health_rule rule;
    rule.interval = 10s;
    rule.timeout = 3s;
    rule.retries = 3;
    rule.start_period = 5s;
    EXPECT_EQ(health_limit(rule), 5s + 4 * 13s + 5s);
}

TEST(HealthLimit, UsesTheEnginesDefaultsForWhatIsAbsent) {
    EXPECT_EQ(health_limit({}), 4 * 60s + 5s);
}

TEST(ProbeLimit, IsTheHealthchecksTimeout) {
    health_rule rule;
    EXPECT_EQ(probe_limit(rule), 30s);
    rule.timeout = 250ms;
    EXPECT_EQ(probe_limit(rule), 250ms);
}

TEST(ProbeCommand, IsTheHealthchecksOwn) {
    health_rule rule;
    rule.test = {"CMD", "/app", "healthcheck"};
    EXPECT_THAT(probe_command(rule), Optional(ElementsAre("/app", "healthcheck")));
    rule.test = {"CMD-SHELL", "curl -f localhost || exit 1"};
    EXPECT_THAT(probe_command(rule),
                Optional(ElementsAre("/bin/sh", "-c", "curl -f localhost || exit 1")));
}

TEST(ProbeCommand, IsAbsentWithoutAHealthcheck) {
    health_rule rule;
    EXPECT_EQ(probe_command(rule), std::nullopt);
    rule.test = {"NONE"};
    EXPECT_EQ(probe_command(rule), std::nullopt);
}

}  // namespace
