#include "settings.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using app::environment;
using app::read_settings;
using app::settings_error;
using namespace std::chrono_literals;

std::chrono::milliseconds warm_up_of(const std::string& text) {
    return read_settings({{"APP_READY_AFTER_SECONDS", text}}, "host").warm_up;
}

TEST(Settings, EmptyEnvironmentGivesTheDefaults) {
    const auto config = read_settings({}, "host");
    EXPECT_EQ(config.port, 8000);
    EXPECT_EQ(config.replica, "host");
    EXPECT_EQ(config.version, "dev");
    EXPECT_EQ(config.warm_up, 0ms);
    EXPECT_EQ(config.delay, 0ms);
    EXPECT_EQ(config.exit_after, 0ms);
    EXPECT_FALSE(config.fail_root);
    EXPECT_FALSE(config.never_ready);
    EXPECT_EQ(config.fail_every, 0u);
    EXPECT_EQ(config.fail_after, 0ms);
    EXPECT_EQ(config.body + config.redirect, "");
    EXPECT_FALSE(config.cut_body);
}

TEST(Settings, EveryVariableIsRead) {
    const environment variables = {{"APP_PORT", "9000"},
                                   {"APP_REPLICA_ID", "blue"},
                                   {"APP_VERSION", "1.2.3"},
                                   {"APP_READY_AFTER_SECONDS", "2"},
                                   {"APP_FAIL_ROOT", "1"},
                                   {"APP_FAIL_EVERY", "3"},
                                   {"APP_FAIL_AFTER_SECONDS", "0.5"},
                                   {"APP_BODY", "{}"},
                                   {"APP_REDIRECT", "/there"},
                                   {"APP_CUT_BODY", "1"},
                                   {"APP_NEVER_READY", "true"},
                                   {"APP_RESPONSE_DELAY_MS", "40"},
                                   {"APP_EXIT_AFTER_SECONDS", "1.5"}};
    const auto config = read_settings(variables, "host");
    EXPECT_EQ(config.port, 9000);
    EXPECT_EQ(config.replica, "blue");
    EXPECT_EQ(config.version, "1.2.3");
    EXPECT_EQ(config.warm_up, 2s);
    EXPECT_TRUE(config.fail_root);
    EXPECT_EQ(config.fail_every, 3u);
    EXPECT_EQ(config.fail_after, 500ms);
    EXPECT_EQ(config.body, "{}");
    EXPECT_EQ(config.redirect, "/there");
    EXPECT_TRUE(config.cut_body);
    EXPECT_TRUE(config.never_ready);
    EXPECT_EQ(config.delay, 40ms);
    EXPECT_EQ(config.exit_after, 1500ms);
}

TEST(Settings, EmptyVariablesCountAsAbsent) {
    const environment variables = {{"APP_PORT", ""},       {"APP_REPLICA_ID", ""},
                                   {"APP_VERSION", ""},    {"APP_READY_AFTER_SECONDS", ""},
                                   {"APP_FAIL_ROOT", ""},  {"APP_EXIT_AFTER_SECONDS", ""},
                                   {"APP_NEVER_READY", ""}};
    const auto config = read_settings(variables, "host");
    EXPECT_EQ(config.port, 8000);
    EXPECT_EQ(config.replica, "host");
    EXPECT_EQ(config.version, "dev");
    EXPECT_EQ(config.warm_up, 0ms);
    EXPECT_EQ(config.exit_after, 0ms);
    EXPECT_FALSE(config.fail_root);
    EXPECT_FALSE(config.never_ready);
}

TEST(Settings, WarmUpAllowsFractions) {
    EXPECT_EQ(warm_up_of("0.25"), 250ms);
    EXPECT_EQ(warm_up_of("1e1"), 10s);
}

TEST(Settings, WarmUpThatCannotBeReadIsZero) {
    for (const char* text : {"soon", "5s", " 5", "1,5", "0x10", "nan", "--3"}) {
        EXPECT_EQ(warm_up_of(text), 0ms) << text;
    }
}

TEST(Settings, NegativeWarmUpIsZero) {
    for (const char* text : {"-1", "-0.5", "-inf", "-1e400"}) {
        EXPECT_EQ(warm_up_of(text), 0ms) << text;
    }
}

TEST(Settings, EndlessWarmUpIsADay) {
    EXPECT_EQ(warm_up_of("inf"), 24h);
    EXPECT_EQ(warm_up_of("1e300"), 24h);
}

TEST(Settings, ANumberThatCannotBeReadIsZero) {
    for (const char* text : {"often", "-1", "1.5", " 2", "99999999999999999999999"}) {
        EXPECT_EQ(read_settings({{"APP_FAIL_EVERY", text}}, "host").fail_every, 0u) << text;
    }
}

TEST(Settings, SwitchIsOffUnlessItSaysOn) {
    for (const char* text : {"0", "false", "no", "off", "2"}) {
        EXPECT_FALSE(read_settings({{"APP_FAIL_ROOT", text}}, "host").fail_root) << text;
    }
}

TEST(Settings, BadPortIsRefusedWithItsValue) {
    for (const std::string text : {"0", "65536", "-1", "80a", " 80", "http"}) {
        try {
            read_settings({{"APP_PORT", text}}, "host");
            FAIL() << text << " was taken for a port";
        } catch (const settings_error& failure) {
            EXPECT_EQ(
                std::string{failure.what()},
                "APP_PORT: \"" + text + "\" is not a port; give a whole number from 1 to 65535");
        }
    }
}

TEST(Settings, LargestPortIsTaken) {
    EXPECT_EQ(read_settings({{"APP_PORT", "65535"}}, "host").port, 65535);
}

}  // namespace
