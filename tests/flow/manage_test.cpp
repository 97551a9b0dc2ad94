// start, stop, restart, kill, pause, unpause, rm and wait, on plain stacks and on those with
// colors.
#include "flow.hpp"

#include <gmock/gmock.h>

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::Not;

class Manage : public stack_test {
  protected:
    Manage() {
        engine_.add_image("db:1");
        engine_.add_image("web:1");
        dir_.write("plain/compose.yaml", R"(
name: plain
services:
  db: {image: "db:1"}
  web: {image: "web:1", depends_on: [db]}
)");
    }

    outcome plain(std::vector<std::string> args) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args));
    }

    std::string state_of(const std::string& container) {
        return engine_.container(container).status;
    }
};

TEST_F(Manage, StopAndStartAContainerThatIsThere) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto id = engine_.container("plain-web-1").id;
    const auto stopped = plain({"stop"});
    EXPECT_EQ(stopped.code, 0) << stopped.err;
    EXPECT_LT(stopped.out.find("stop container plain-web-1"),
              stopped.out.find("stop container plain-db-1"));
    EXPECT_EQ(state_of("plain-db-1"), "exited");
    EXPECT_THAT(plain({"stop"}).out, HasSubstr("there is no container to stop"));
    const auto started = plain({"start", "web"});
    EXPECT_EQ(started.code, 0) << started.err;
    EXPECT_EQ(state_of("plain-db-1"), "running");
    EXPECT_EQ(engine_.container("plain-web-1").id, id);
}

TEST_F(Manage, StartMakesNothing) {
    const auto result = plain({"start"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("no container to start for db, web; `rollout create` makes"));
}

TEST_F(Manage, StopTakesTheTimeThatItIsGiven) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.forget_requests();
    ASSERT_EQ(plain({"stop", "-t", "3", "db"}).code, 0);
    EXPECT_EQ(engine_.mutating_requests().front().param("t"), "3");
    EXPECT_EQ(state_of("plain-web-1"), "running");
}

TEST_F(Manage, OneThatCannotBeStoppedKeepsNoOtherFromIt) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.inject("POST", "/containers/plain-web-1/stop", support::fault::fail(500, "no"));
    const auto result = plain({"stop"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("cannot stop container plain-web-1: "));
    EXPECT_EQ(state_of("plain-db-1"), "exited");
}

TEST_F(Manage, RestartPauseUnpauseAndKillDoWhatTheySay) {
    ASSERT_EQ(plain({"up"}).code, 0);
    EXPECT_EQ(plain({"restart", "db"}).code, 0);
    EXPECT_EQ(engine_.count("POST", "/containers/*/restart"), 1u);
    EXPECT_EQ(plain({"pause"}).code, 0);
    EXPECT_EQ(state_of("plain-db-1"), "paused");
    EXPECT_EQ(plain({"unpause", "db"}).code, 0);
    EXPECT_EQ(state_of("plain-db-1"), "running");
    EXPECT_EQ(state_of("plain-web-1"), "paused");
    EXPECT_EQ(plain({"kill", "-s", "SIGKILL", "db"}).code, 0);
    EXPECT_EQ(state_of("plain-db-1"), "exited");
}

TEST_F(Manage, RmRemovesWhatHasStoppedOnceItIsWanted) {
    ASSERT_EQ(plain({"up"}).code, 0);
    ASSERT_EQ(plain({"stop", "web"}).code, 0);
    const auto asked = plain({"rm"});
    EXPECT_EQ(asked.code, 0);
    EXPECT_THAT(asked.err, HasSubstr("Going to remove plain-web-1 [y/N] "));
    EXPECT_TRUE(engine_.has_container("plain-web-1"));
    EXPECT_EQ(plain({"rm", "-f"}).code, 0);
    EXPECT_FALSE(engine_.has_container("plain-web-1"));
    EXPECT_TRUE(engine_.has_container("plain-db-1"));
    EXPECT_EQ(plain({"rm", "-sf", "db"}).code, 0);
    EXPECT_FALSE(engine_.has_container("plain-db-1"));
}

TEST_F(Manage, WaitEndsWithTheExitCodeOfTheContainer) {
    support::behaviour how;
    how.exits_after = std::chrono::milliseconds(500);
    how.exit_code = 7;
    engine_.behave(support::selector::by_service("web"), how);
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"wait", "web"});
    EXPECT_EQ(result.code, 7) << result.err;
    EXPECT_THAT(result.out, HasSubstr("container plain-web-1 exited with code 7"));
    EXPECT_EQ(plain({"wait", "web"}).code, 1);
    EXPECT_EQ(plain({"wait"}).code, 64);
}

TEST_F(Manage, WhatServesUsersIsEndedByItsNameOnly) {
    start_stack();
    for (const auto* command : {"stop", "restart", "pause", "kill"}) {
        const auto result = rollout({command});
        EXPECT_EQ(result.code, 1) << command;
        EXPECT_THAT(result.err, HasSubstr("name the services that are meant, or say --live"));
        expect_untouched(blue_container);
        expect_untouched(proxy_container);
    }
    const auto named = rollout({"stop", "app"});
    EXPECT_EQ(named.code, 0) << named.err;
    EXPECT_THAT(named.err, HasSubstr("users are served by rollout-app-1, and by nobody until"));
    EXPECT_EQ(state_of(blue_container), "exited");
    EXPECT_EQ(state_of(proxy_container), "running");
    const auto all = rollout({"stop", "--live"});
    EXPECT_EQ(all.code, 0) << all.err;
    EXPECT_EQ(state_of(proxy_container), "exited");
    expect_no_lock();
}

TEST_F(Manage, TheIdleColorIsStoppedWithoutAWarning) {
    start_stack();
    ASSERT_EQ(deploy({"--retire", "keep"}).code, 0);
    const auto result = rollout({"stop", "app"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, Not(HasSubstr("users are served")));
    expect_consistent("green");
}

TEST_F(Manage, StartBringsTheLiveColorUpBeforeTheProxy) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    ASSERT_EQ(rollout({"stop", "--live"}).code, 0);
    const auto result = rollout({"start"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_LT(result.out.find("start container rollout-app_green-1"),
              result.out.find("start container rollout-proxy-1"));
    expect_consistent("green");
}

TEST_F(Manage, NginxServesTheLiveColorAfterItsRestart) {
    start_stack();
    const auto result = rollout({"restart", "app"});
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("blue");
    expect_no_lock();
}

// A part of it may have been done.
TEST_F(Manage, NginxServesTheLiveColorAlsoAfterARestartThatFailed) {
    start_stack();
    engine_.on("POST", std::string("/containers/") + proxy_container + "/restart",
               [](const support::request&) {
                   return std::optional(support::reply::error(500, "no restart today"));
               });
    const auto result = rollout({"restart", "--live"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("no restart today"));
    EXPECT_THAT(result.out, HasSubstr("recover: nginx serves blue"));
    expect_consistent("blue");
}

TEST_F(Manage, ARestartThatReachesTheLiveColorByItsDependenciesSaysSo) {
    start_stack();
    engine_.add_image("db:1");
    edit_compose_file("\nservices:\n", "\nservices:\n  db: {image: 'db:1'}\n");
    edit_compose_file("\n  app:\n",
                      "\n  app:\n    depends_on: {db: {condition: service_started, "
                      "restart: true}}\n");
    ASSERT_EQ(up().code, 0);
    const auto result = rollout({"restart", "db"});
    EXPECT_THAT(result.err, HasSubstr("users are served by rollout-app-1"));
}

TEST_F(Manage, StartMakesAndRemovesNothing) {
    start_stack();
    engine_.add_image("worker:1");
    edit_compose_file("\nservices:\n", "\nservices:\n  worker: {image: 'worker:1', scale: 2}\n");
    const auto missing = rollout({"start"});
    EXPECT_EQ(missing.code, 1);
    EXPECT_THAT(missing.err, HasSubstr("no container to start for worker"));
    ASSERT_EQ(up().code, 0);
    ASSERT_EQ(rollout({"stop", "worker"}).code, 0);
    edit_compose_file("scale: 2", "scale: 1");
    engine_.forget_requests();
    EXPECT_EQ(rollout({"start"}).code, 0);
    EXPECT_EQ(state_of("rollout-worker-2"), "running");
    EXPECT_THAT(engine_.mutating_requests("rollout-worker-2"), testing::SizeIs(1));
}

TEST_F(Manage, ADownOfWhatServesSaysSo) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    const auto idle = rollout({"down", "app"});
    EXPECT_THAT(idle.err, Not(HasSubstr("users are served")));
    EXPECT_THAT(idle.out, HasSubstr("down: what was asked for is removed"));
    const auto live = rollout({"down", "app_green"});
    EXPECT_EQ(live.code, 0);
    EXPECT_THAT(live.err, HasSubstr("users are served by rollout-app_green-1"));
}

TEST_F(Manage, ACreateLeavesTheProxyThatRuns) {
    start_stack();
    const auto result = rollout({"create", "--force-recreate"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(state_of(proxy_container), "running");
    expect_untouched(proxy_container);
}

TEST_F(Manage, RmAsksBeforeItTakesTheLock) {
    start_stack();
    ASSERT_EQ(deploy({"--retire", "stop"}).code, 0);
    engine_.forget_requests();
    EXPECT_EQ(rollout({"rm", "app"}).code, 0);
    EXPECT_THAT(engine_.mutating_requests(), testing::IsEmpty());
    EXPECT_TRUE(engine_.has_container(blue_container));
}

TEST_F(Manage, RmWithoutNamesLeavesTheWayBack) {
    start_stack();
    ASSERT_EQ(deploy({"--retire", "stop"}).code, 0);
    const auto result = rollout({"rm", "-f"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("left alone, as `rollout rollback` may need them"));
    EXPECT_TRUE(engine_.has_container(blue_container));
    EXPECT_EQ(rollout({"rm", "-f", "app"}).code, 0);
    EXPECT_FALSE(engine_.has_container(blue_container));
}

}  // namespace

}  // namespace flow
