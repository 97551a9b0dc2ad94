// New versions that are no good: users must not notice, or only until the rollback.
#include "stack_test.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <iterator>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::system_clock;

class BadVersion : public StackTest {
  protected:
    // One rollback of a version that turns bad when users are on it: only status 500, and only
    // between the cutover and the end of the drain.
    void expect_rolled_back(const std::string& version) {
        const auto blue = the_stack().container("app");
        const auto began = system_clock::now();
        const auto load_began = clock_type::now();
        const auto load = start_load(3);
        const auto deploy =
            the_stack().start(quick_smoke({"deploy", "--soak", "20s"}),
                              {{"APP_VERSION", version}, {"APP_FAIL_AFTER_SECONDS", "3"}});
        ASSERT_TRUE(deploy->wait_for_line("drain: the last request to green", command_limit))
            << deploy->output();
        // Answers that were under way by then are counted once as many others were.
        const auto at_the_line = load->so_far().sent;
        EXPECT_TRUE(support::poll_until([&] { return load->so_far().sent > at_the_line + 20; }));
        const auto at_the_drain = load->so_far().failed;
        EXPECT_EQ(deploy->wait(command_limit), 2) << deploy->output();
        const auto answered = load->so_far().sent;
        EXPECT_TRUE(support::poll_until([&] { return load->so_far().sent > answered + 20; }));
        const auto seen = load->stop();

        EXPECT_EQ(seen.failed, at_the_drain) << "after the drain:\n" << traffic::to_table(seen);
        for (const auto& [reason, count] : seen.failed_because)
            EXPECT_EQ(reason, "answer: status 500") << count << " times";
        if (!seen.first_failures.empty()) {
            const auto cutover = deploy->time_of("cutover: pointing the proxy at green");
            ASSERT_TRUE(cutover.has_value());
            EXPECT_GE(seen.first_failures.front().at,
                      duration_cast<milliseconds>(*cutover - load_began));
        }
        expect_untouched("app", blue, began);
        expect_live("blue", "0");
        EXPECT_EQ(the_stack().container("app_green").state, "exited");
        expect_no_lock();
    }
};

// What is wrong with a version that its healthcheck finds healthy, and how it is asked.
struct healthy_but_broken {
    std::map<std::string, std::string> knobs;
    std::vector<std::string> asked{};
};

class HealthyButBroken : public BadVersion {
  protected:
    void expect_met_by_nobody(const healthy_but_broken& version) {
        SCOPED_TRACE(version.knobs.begin()->first);
        auto args = quick_smoke({"deploy"});
        args.insert(args.end(), version.asked.begin(), version.asked.end());
        const auto deploy = the_stack().run(args, version.knobs);
        EXPECT_EQ(deploy.exit_code, 1) << deploy.output;
        EXPECT_TRUE(contains(deploy.output, "and no user was led to it")) << deploy.output;
    }
};

TEST_F(HealthyButBroken, MeetsNoUserWhateverIsWrongWithIt) {
    const healthy_but_broken versions[] = {
        {{{"APP_FAIL_ROOT", "1"}}},
        {{{"APP_REDIRECT", "/elsewhere"}}},
        {{{"APP_CUT_BODY", "1"}}},
        {{{"APP_TLS_BYTES", "1"}}},
        {{{"APP_RESPONSE_DELAY_MS", "5000"}}, {"--smoke-timeout", "300ms"}},
        {{{"APP_FAIL_EVERY", "2"}}, {"--smoke-passes", "4", "--smoke-attempts", "1"}},
        {{{"APP_BODY", "out of order"}}, {"--smoke-contains", "version"}},
        {{{"APP_VERSION", "old"}}, {"--smoke-contains", "new"}},
        {{{"APP_RESPONSE_DELAY_MS", "600000"}}, {"--smoke-timeout", "500ms"}},
        {{{"APP_BODY", "{\"version\":\"2.0\",\"db\":false}"}}, {"--smoke-json", "/db=true"}},
        {{{"APP_VERSION", "2.0.1"}}, {"--smoke-matches", "version\":\"3[.]"}},
    };
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto load = start_load(3);
    for (int round = 0; round < rounds(1); ++round)
        for (const auto& version : versions)
            expect_met_by_nobody(version);
    const auto seen = load->stop();
    std::printf("%d deploys of %zu broken versions, %llu requests of users, %llu of them failed\n",
                rounds(1) * static_cast<int>(std::size(versions)), std::size(versions),
                static_cast<unsigned long long>(seen.sent),
                static_cast<unsigned long long>(seen.failed));
    EXPECT_TRUE(lost_nothing(seen));
    for (const auto& [who, count] : seen.answered_by)
        EXPECT_EQ(who.replica, "blue") << count << " answers";
    expect_untouched("app", blue, began);
    expect_live("blue", "0");
    expect_no_lock();
}

TEST_F(BadVersion, ThatTurnsBadDuringTheSoakIsRolledBackEachTime) {
    for (int round = 1; round <= rounds(20); ++round) {
        expect_rolled_back("bad " + std::to_string(round));
        ASSERT_FALSE(HasFailure()) << "round " << round;
    }
}

// The engine starts it again each time: it looks well for a while, and then again.
TEST_F(BadVersion, ThatCrashesAgainAndAgainIsRolledBackWithinTheSoak) {
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto load = start_load(3);
    const auto deploy = the_stack().run(quick_smoke({"deploy", "--soak", "20s"}),
                                        {{"APP_VERSION", "1"}, {"APP_EXIT_AFTER_SECONDS", "4"}});
    EXPECT_EQ(deploy.exit_code, 2) << deploy.output;
    const auto at_the_end = load->so_far();
    EXPECT_TRUE(support::poll_until([&] { return load->so_far().sent > at_the_end.sent + 50; }));
    const auto seen = load->stop();
    EXPECT_EQ(seen.failed, at_the_end.failed) << traffic::to_table(seen);
    for (const auto& [reason, count] : seen.failed_because)
        EXPECT_TRUE(reason == "answer: status 502" || reason == "answer: status 504")
            << reason << ' ' << count << " times";
    expect_untouched("app", blue, began);
    expect_live("blue", "0");
    expect_no_lock();
}

TEST_F(BadVersion, ThatNeverGetsHealthyLeavesTheOldOneServing) {
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto load = start_load();
    const auto deploy = the_stack().run({"deploy", "--health-timeout", "2"},
                                        {{"APP_VERSION", "1"}, {"APP_NEVER_READY", "1"}});
    EXPECT_EQ(deploy.exit_code, 1);
    EXPECT_TRUE(contains(deploy.output, "it is not healthy after 2 s"));
    EXPECT_TRUE(contains(deploy.output, "503"));
    EXPECT_TRUE(contains(deploy.output, "version 1, replica green, listening on port 8000"));
    EXPECT_TRUE(lost_nothing(load->stop()));
    expect_untouched("app", blue, began);
    EXPECT_FALSE(the_stack().engine().container(the_stack().container_name("app_green")));
    expect_live("blue", "0");
    expect_no_lock();
}

TEST_F(BadVersion, ThatTheEngineCallsUnhealthyEndsTheDeployAtOnce) {
    the_stack().edit_compose_file("interval: 10s", "interval: 1s");
    the_stack().edit_compose_file("retries: 3", "retries: 2");
    the_stack().edit_compose_file("start_period: 5s", "start_period: 0s");
    const auto deploy = the_stack().run({"deploy"}, {{"APP_NEVER_READY", "1"}});
    EXPECT_EQ(deploy.exit_code, 1);
    EXPECT_TRUE(contains(deploy.output, "its healthcheck failed 2 times in a row"));
    EXPECT_TRUE(contains(deploy.output, "503"));
    expect_live("blue", "0");
}

TEST_F(BadVersion, ThatExitsAtOnceIsSeenAtOnce) {
    const auto load = start_load();
    const auto began = clock_type::now();
    const auto deploy = the_stack().run(
        {"deploy"}, {{"APP_VERSION", "short-lived"}, {"APP_EXIT_AFTER_SECONDS", "0.01"}});
    EXPECT_LT(clock_type::now() - began, 30s);  // its healthcheck would take 62 s
    EXPECT_EQ(deploy.exit_code, 1);
    EXPECT_TRUE(contains(deploy.output, "exit code 3"));
    EXPECT_TRUE(contains(deploy.output, "version short-lived, replica green"));
    EXPECT_TRUE(lost_nothing(load->stop()));
    expect_live("blue", "0");
}

}  // namespace
