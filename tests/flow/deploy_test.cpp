#include "deploy_fixture.hpp"

#include <support/waiting.hpp>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>

namespace flow {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(Deploy, OfAFreshStackBringsGreenLive) {
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
    expect_no_lock();
    EXPECT_THAT(result.out, HasSubstr("live: green is live"));
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

TEST_F(Deploy, WhileGreenIsLiveBringsBlueLive) {
    deploy_green();
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("blue");
}

TEST_F(Deploy, TwiceBringsSnippetAndRecordBackToWhereTheyBegan) {
    const std::map<std::string, std::string> plain{{"ROLLOUT_SERVER_PARAMETERS", "max_fails=0"}};
    support::write_file(stack_.snippet, "server app:8000 max_fails=0;\n");
    ASSERT_EQ(deploy({}, plain).code, 0);
    EXPECT_EQ(deploy({}, plain).code, 0);
    EXPECT_EQ(support::read_file(stack_.snippet), "server app:8000 max_fails=0;\n");
    EXPECT_EQ(record(), "blue");
}

// The smoke test asks right behind the reload, and so do users.
TEST_F(Deploy, NeedsNoAnswerToWhatTheNewWorkersLookUp) {
    support::nginx_options slow;
    slow.first_lookup = support::never_expires;
    engine_.set_nginx(slow);
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

TEST_F(Deploy, NamesNoLiveContainerInAnyMutatingRequest) {
    const auto blue = engine_.container(blue_container);
    EXPECT_EQ(deploy().code, 0);
    expect_untouched(blue.id);
    EXPECT_EQ(engine_.container(blue_container).started_at, blue.started_at);

    const auto green = engine_.container(green_container);
    engine_.forget_requests();
    EXPECT_EQ(deploy().code, 0);
    expect_untouched(green.id);
    EXPECT_EQ(engine_.container(green_container).started_at, green.started_at);
}

// `container_name: shop`, `image: shop` and `build: .` are an ordinary service; only the container
// of that name is live.
TEST_F(Deploy, OfAServiceWhoseContainerAndImageHaveOneNameWorks) {
    ASSERT_EQ(rollout({"down"}).code, 0);
    edit_compose_file("restart: unless-stopped\n  # The app", "image: shop\n  # The app");
    edit_compose_file("  app:\n    <<: *app\n", "  app:\n    <<: *app\n    container_name: shop\n");
    ASSERT_EQ(up().code, 0);
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(loaded(), "app_green");
    expect_untouched("shop");
}

TEST_F(Deploy, PrintsItsPlanBeforeItActs) {
    const auto result = deploy();
    ASSERT_THAT(result.out, HasSubstr("build: "));
    EXPECT_LT(result.out.find("plan: from blue to green"), result.out.find("build: "));
    EXPECT_THAT(result.out, HasSubstr("plan: create container rollout-app_green-1"));
}

TEST_F(Deploy, PlanningSendsOnlyGetRequestsAndTouchesNoFile) {
    const auto snippet_before = support::read_file(stack_.snippet);
    const auto record_before = record();
    for (const auto& args : {std::vector<std::string>{"plan"}, {"deploy", "--dry-run"}}) {
        const auto result = rollout(args);
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr("from blue to green"));
    }
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
    EXPECT_EQ(support::read_file(stack_.snippet), snippet_before);
    EXPECT_EQ(record(), record_before);
}

TEST_F(Deploy, PlansBlueWhileGreenIsLive) {
    deploy_green();
    EXPECT_THAT(rollout({"plan"}).out, HasSubstr("plan: from green to blue"));
}

TEST_F(Deploy, APlanRefusesWhatADeployWouldRefuse) {
    std::filesystem::remove(stack_.state_file);
    std::filesystem::create_directories(stack_.state_file);
    for (const auto& result : {rollout({"plan"}), deploy({"--dry-run"}), deploy()}) {
        EXPECT_EQ(result.code, 1);
        EXPECT_THAT(result.err, HasSubstr("is there and is no record"));
    }
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

TEST_F(Deploy, TestsTheNewSnippetBeforeTheReloadAndRecordsOnlyAfterIt) {
    std::vector<std::string> seen;
    engine_.on("POST", "/containers/*/exec", [&](const support::request& r) {
        const bool test = r.body.find("\"-T\"") != std::string::npos;
        const bool reload = r.body.find("\"reload\"") != std::string::npos;
        if (test || reload)
            seen.push_back((test ? "test with " : "reload with ") + snippet() + ", recorded " +
                           record());
        return std::nullopt;
    });
    EXPECT_EQ(deploy().code, 0);
    EXPECT_THAT(seen, testing::ElementsAre("test with app, recorded blue",  // before all else
                                           "test with app, recorded blue",  // the preview
                                           "reload with app, recorded blue",
                                           "test with app_green, recorded blue",
                                           "reload with app_green, recorded blue"));
    EXPECT_EQ(record(), "green");
}

TEST_F(Deploy, RecordsTheNewColorOnlyOnceItsWorkersAreSeen) {
    support::nginx_options slow;
    slow.reload_delay = 50ms;
    engine_.set_nginx(slow);
    std::set<std::string> recorded;
    engine_.on("GET", "/containers/*/top", [&](const support::request&) {
        if (snippet() == "app_green" && loaded() == "app") recorded.insert(record());
        return std::nullopt;
    });
    EXPECT_EQ(deploy().code, 0);
    EXPECT_THAT(recorded, testing::ElementsAre("blue"));
    EXPECT_EQ(record(), "green");
}

TEST_F(Deploy, WaitsForTheOldGenerationToServeItsLastRequest) {
    support::nginx_options slow;
    slow.drain = 150ms;
    engine_.set_nginx(slow);
    const auto result = deploy();
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("drain: the last request to blue is served"));
    EXPECT_EQ(engine_.nginx_of(proxy_container).workers.size(), 2u);
}

TEST_F(Deploy, GoesOnWithAWarningWhenOldWorkersDoNotEnd) {
    support::nginx_options slow;
    slow.drain = 1h;
    engine_.set_nginx(slow);
    const auto result = deploy({"--drain-timeout", "0.05"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("old workers still serve connections"));
    expect_consistent("green");
}

// The warning used to be a bare "Operation canceled".
TEST_F(Deploy, InterruptedWhileOldWorkersEndSaysWhatGoesOnWithoutIt) {
    support::nginx_options slow;
    slow.drain = 1h;
    engine_.set_nginx(slow);
    bool sent = false;
    engine_.on("GET", "/containers/*/top", [&](const support::request&) {
        const bool draining = engine_.answered_by("app_green") > 1;
        if (draining && !sent) ::kill(::getpid(), SIGTERM);
        sent = sent || draining;
        return std::nullopt;
    });
    const auto result = deploy({"--drain-timeout", "20", "--retire", "stop"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("interrupted while the last requests to blue are served"));
    EXPECT_THAT(result.err, HasSubstr("container rollout-app-1 is left as it is"));
    EXPECT_THAT(result.err, Not(HasSubstr("canceled")));
    expect_consistent("green");
}

TEST_F(Deploy, ALostTerminalIsACleanAbort) {
    bool sent = false;
    engine_.on("POST", "/build", [&](const support::request&) {
        if (!std::exchange(sent, true)) ::kill(::getpid(), SIGHUP);
        return std::nullopt;
    });
    EXPECT_EQ(deploy().code, 143);
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_EQ(loaded(), "app");
    expect_no_lock();
}

TEST_F(Deploy, RetiresTheOldColorAsAsked) {
    EXPECT_EQ(deploy({"--retire", "stop"}).code, 0);
    EXPECT_EQ(engine_.container(blue_container).status, "exited");
    const auto green = engine_.container(green_container).id;
    EXPECT_EQ(deploy({"--retire", "remove"}).code, 0);
    EXPECT_FALSE(engine_.has_container(green_container));
    expect_consistent("blue");
    const auto to_green = engine_.mutating_requests(green);
    ASSERT_GE(to_green.size(), 2U);
    EXPECT_TRUE(to_green[to_green.size() - 2].path.ends_with("/stop")) << "it is not to be killed";
}

// It was drained long ago: its grace period is not for the deploy to wait for.
TEST_F(Deploy, AnIdleColorThatStillRunsIsRemovedAtOnce) {
    ASSERT_EQ(deploy().code, 0);
    const auto blue = engine_.container(blue_container);
    ASSERT_TRUE(blue.running());
    engine_.forget_requests();
    ASSERT_EQ(deploy().code, 0);
    const auto to_blue = engine_.mutating_requests(blue.id);
    ASSERT_EQ(to_blue.size(), 1U);
    EXPECT_EQ(to_blue.front().method, "DELETE");
}

// A real engine starts a process to read a file, which takes some 50 ms; a stamp takes 2 ms.
TEST_F(Deploy, ReadsTheProxysFilesWithoutTheEngineWhereThisHostHasThem) {
    ASSERT_EQ(deploy().code, 0);
    EXPECT_EQ(engine_.count("HEAD", "/containers/*/archive"), 1u);
    EXPECT_EQ(engine_.count("GET", "/containers/*/archive"), 0u);
}

}  // namespace

}  // namespace flow
