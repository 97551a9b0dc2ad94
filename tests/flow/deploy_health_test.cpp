#include "deploy_fixture.hpp"

#include <string>

namespace flow {

namespace {

using namespace std::chrono_literals;
using support::behaviour;
using support::selector;
using testing::HasSubstr;

TEST_F(Deploy, RunsTheHealthcheckItselfBeforeTheEnginesFirstProbe) {
    behaviour late;
    late.healthy_after = 1h;
    late.ready_after = 30ms;
    engine_.behave(selector::by_service("app_green"), late);
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("passes when run by exec"));
}

TEST_F(Deploy, WithoutEagerProbeWaitsForTheEnginesVerdict) {
    const auto result = deploy({"--no-eager-probe"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_FALSE(has_exec_of(green_container, "healthcheck"));
}

// What happens between a look and a later subscription would be missed.
TEST_F(Deploy, SubscribesToEventsBeforeItLooksAtTheNewContainer) {
    EXPECT_EQ(deploy({"--no-eager-probe"}).code, 0);
    std::vector<std::string> asked;
    for (const auto& r : engine_.requests()) {
        if (r.path == "/events") asked.emplace_back("events");
        if (r.method == "GET" && r.path.ends_with("/json") && r.container_name == green_container)
            asked.emplace_back("inspect");
    }
    ASSERT_GE(asked.size(), 2u);
    EXPECT_EQ(asked[0], "events");
    EXPECT_EQ(asked[1], "inspect");
}

TEST_F(Deploy, ThatNeverGetsHealthyLeavesBlueAsItWas) {
    const auto blue = engine_.container(blue_container);
    const auto result = deploy({"--health-timeout", "0.1"}, {{"APP_NEVER_READY", "1"}});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("container rollout-app_green-1 is not healthy"));
    EXPECT_FALSE(engine_.has_container(green_container));
    expect_untouched(blue.id);
    expect_consistent("blue");
    expect_no_lock();
    EXPECT_EQ(reloads(), 0u);
}

TEST_F(Deploy, ThatIsUnhealthySaysWhatTheProbeSaid) {
    behaviour sick;
    sick.healthy_after.reset();
    sick.unhealthy_after = 20ms;
    sick.failing_probe_output = "database is gone";
    sick.log = {{"cannot reach the database", true}};
    engine_.behave(selector::by_service("app_green"), sick);
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("its healthcheck failed"));
    EXPECT_THAT(result.out, HasSubstr("database is gone"));
    EXPECT_THAT(result.out, HasSubstr("cannot reach the database"));
    expect_consistent("blue");
}

TEST_F(Deploy, ThatExitsFailsAtOnceWithItsExitCode) {
    behaviour crashing;
    crashing.healthy_after.reset();
    crashing.exits_after = 20ms;
    crashing.exit_code = 7;
    crashing.log = {{"out of luck", false}};
    engine_.behave(selector::by_service("app_green"), crashing);
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("it exits and is restarted"));
    EXPECT_THAT(result.out, HasSubstr("exit code 7"));
    EXPECT_THAT(result.out, HasSubstr("out of luck"));
    expect_consistent("blue");
}

TEST_F(Deploy, ThatRunsOutOfMemoryFailsAtOnceAndSaysSo) {
    edit_compose_file("restart: unless-stopped", "restart: 'no'");
    behaviour hungry;
    hungry.healthy_after.reset();
    hungry.exits_after = 20ms;
    hungry.exit_code = 137;
    hungry.oom_killed = true;
    engine_.behave(selector::by_service("app_green"), hungry);
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("exited with exit code 137, killed for lack of memory"));
    EXPECT_THAT(result.out, HasSubstr("out of memory: yes"));
    expect_consistent("blue");
}

}  // namespace

}  // namespace flow
