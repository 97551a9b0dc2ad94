#include "flow.hpp"

#include <support/waiting.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace flow {

namespace {

using namespace std::chrono_literals;
using support::behaviour;
using support::selector;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Deploy : public stack_test {
  protected:
    void SetUp() override { start_stack(); }

    void deploy_green() {
        ASSERT_EQ(deploy().code, 0);
        engine_.forget_requests();
    }

    void set_record(const std::string& text) { support::write_file(stack_.state_file, text); }

    bool has_exec_of(std::string_view container, std::string_view text) const {
        for (const auto& r : engine_.requests())
            if (r.path.ends_with("/exec") && r.container_name == container &&
                r.body.find(text) != std::string::npos)
                return true;
        return false;
    }
};

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
    const auto snippet_before = support::read_file(stack_.snippet);
    deploy_green();
    EXPECT_EQ(deploy().code, 0);
    EXPECT_EQ(support::read_file(stack_.snippet), snippet_before);
    EXPECT_EQ(record(), "blue");
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

TEST_F(Deploy, PrintsItsPlanBeforeItActs) {
    const auto result = deploy();
    ASSERT_THAT(result.out, HasSubstr("build: "));
    EXPECT_LT(result.out.find("plan: from blue to green"), result.out.find("build: "));
    EXPECT_THAT(result.out, HasSubstr("plan: create container rollout-app_green-1"));
}

TEST_F(Deploy, PlanningSendsOnlyGetRequestsAndTouchesNoFile) {
    const auto snippet_before = support::read_file(stack_.snippet);
    for (const auto& args : {std::vector<std::string>{"plan"}, {"deploy", "--dry-run"}}) {
        const auto result = rollout(args);
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr("from blue to green"));
    }
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
    EXPECT_EQ(support::read_file(stack_.snippet), snippet_before);
    EXPECT_FALSE(std::filesystem::exists(stack_.state_file));
}

TEST_F(Deploy, PlansBlueWhileGreenIsLive) {
    deploy_green();
    EXPECT_THAT(rollout({"plan"}).out, HasSubstr("plan: from green to blue"));
}

TEST_F(Deploy, PlansGreenWhenTheRecordCannotBeRead) {
    std::filesystem::create_directories(stack_.state_file);
    const auto result = rollout({"plan"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("plan: from blue to green"));
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
    EXPECT_THAT(seen, testing::ElementsAre("test with app_green, recorded blue",
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
        const bool draining = engine_.answered_by("app_green") > 0;
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

TEST_F(Deploy, RetiresTheOldColorAsAsked) {
    EXPECT_EQ(deploy({"--retire", "stop"}).code, 0);
    EXPECT_EQ(engine_.container(blue_container).status, "exited");
    EXPECT_EQ(deploy({"--retire", "remove"}).code, 0);
    EXPECT_FALSE(engine_.has_container(green_container));
    expect_consistent("blue");
}

// ---- health ---------------------------------------------------------------------------------

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
    EXPECT_EQ(engine_.nginx_of(proxy_container).reloads, 0u);
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

// ---- the way back ---------------------------------------------------------------------------

TEST_F(Deploy, ThatAnswers500IsRolledBack) {
    const auto result = deploy({}, {{"APP_FAIL_ROOT", "1"}});
    EXPECT_EQ(result.code, 2) << result.err;
    expect_consistent("blue");
    EXPECT_EQ(engine_.container(green_container).status, "exited");
    EXPECT_THAT(result.err, HasSubstr("status 500, expected status 200"));
    expect_untouched(blue_container);
    expect_no_lock();
}

// The way back leads to the very text that served before, not to one made of today's settings.
TEST_F(Deploy, ARollbackPutsTheOldSnippetBackAsItWas) {
    const auto result = deploy({}, {{"APP_FAIL_ROOT", "1"}, {"ROLLOUT_PORT", "8001"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(support::read_file(stack_.snippet), "server app:8000;\n");
    expect_consistent("blue");
}

// Workers that moved prove nothing when they do not read the file that was written.
TEST_F(Deploy, ASnippetThatNginxDoesNotIncludeIsRefused) {
    const auto other = std::filesystem::path(stack_.snippet).parent_path() / "other.conf";
    const auto result = deploy({}, {{"ROLLOUT_UPSTREAM_CONF", other.string()}});
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("nginx does not load /etc/nginx/conf.d/other.conf"));
    EXPECT_FALSE(engine_.has_container(green_container));
    expect_untouched(blue_container);
    expect_no_lock();
}

TEST_F(Deploy, AFourHundredOrFiveHundredCanBeExpected) {
    EXPECT_EQ(deploy({"--smoke-status", "500"}, {{"APP_FAIL_ROOT", "1"}}).code, 0);
    expect_consistent("green");
}

TEST_F(Deploy, AnUnreachableUrlIsAMismatchAndThenNobodyKnowsWhetherBlueAnswers) {
    const auto result = deploy({"--smoke-url", "http://127.0.0.1:1/", "--smoke-attempts", "2"});
    EXPECT_EQ(result.code, 3);
    EXPECT_THAT(result.err, HasSubstr("Connection refused"));
    EXPECT_THAT(result.err, HasSubstr("but the smoke test fails for it too"));
    expect_consistent("blue");
}

TEST_F(Deploy, WhoseWayBackFailsLeavesTheRecordAtWhatTheProxyServes) {
    engine_.on("POST", "/containers/*/exec", [&](const support::request& r) {
        // Only the way back tests a snippet that names blue while green is recorded.
        if (r.body.find("\"-T\"") != std::string::npos && snippet() == "app" && record() == "green")
            return std::optional(support::reply::error(500, "the proxy is out of order"));
        return std::optional<support::reply>();
    });
    const auto result = deploy({}, {{"APP_FAIL_ROOT", "1"}});
    EXPECT_EQ(result.code, 3);
    EXPECT_THAT(result.err, HasSubstr("the way back failed: the proxy is out of order"));
    EXPECT_EQ(record(), "green");
    EXPECT_EQ(loaded(), "app_green");
    EXPECT_EQ(snippet(), "app_green");
}

TEST_F(Deploy, WhoseRecordCannotBeWrittenFailsBeforeAnythingIsReplaced) {
    std::filesystem::create_directories(stack_.state_file);  // a directory where the file should be
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("cannot replace"));
    EXPECT_EQ(loaded(), "app");
}

// ---- cutover --------------------------------------------------------------------------------

TEST_F(Deploy, AReloadThatReturns0ButDoesNothingPutsTheOldSnippetBack) {
    support::nginx_options stubborn;
    stubborn.refuse_reload = true;
    engine_.set_nginx(stubborn);
    const auto result = deploy({}, {{"ROLLOUT_RELOAD_TIMEOUT", "100ms"}});
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("still serves with its old workers"));
    expect_consistent("blue");
    EXPECT_FALSE(engine_.has_container(green_container));
}

TEST_F(Deploy, ASlowReloadIsWaitedFor) {
    support::nginx_options slow;
    slow.reload_delay = 120ms;
    slow.handover = 60ms;
    engine_.set_nginx(slow);
    EXPECT_EQ(deploy().code, 0);
    // The first smoke answer came from the new color.
    EXPECT_EQ(engine_.answered_by("app"), 0u);
    EXPECT_GE(engine_.answered_by("app_green"), 1u);
}

TEST_F(Deploy, NginxsOwnWordsAreShownWhenItRefusesTheConfiguration) {
    engine_.on("POST", "/exec/*/start", [&](const support::request&) {
        if (snippet() == "app_green" && engine_.nginx_of(proxy_container).reloads == 0)
            engine_.crash(green_container, 1);  // its name is gone when nginx looks it up
        return std::nullopt;
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, HasSubstr("host not found in upstream"));
    expect_consistent("blue");
}

TEST_F(Deploy, ASnippetThatTheProxyDoesNotSeeIsNoCutover) {
    engine_.on("GET", "/containers/*/archive", [&](const support::request&) {
        if (snippet() == "app") return std::optional<support::reply>();
        return std::optional(support::reply::error(404, "Could not find the file"));
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("the proxy does not see the snippet"));
    expect_consistent("blue");
}

TEST_F(Deploy, ASnippetThatTheProxyDoesNotMountIsRefusedBeforeAnythingIsDone) {
    const auto result = deploy({}, {{"ROLLOUT_UPSTREAM_CONF", "other/upstream.conf"}});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("mounts no directory that holds"));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

// ---- which color is live --------------------------------------------------------------------

TEST_F(Deploy, ASnippetSetBackBehindItsBackNeverLeadsToTheLiveContainerBeingTouched) {
    deploy_green();
    const auto green = engine_.container(green_container);
    support::write_file(stack_.snippet, "server app:8000;\n");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the record says green, the snippet blue"));
    expect_untouched(green.id);
    expect_consistent("blue");
}

// Record lost, snippet set back, nginx serves green: files that agree are no proof either.
TEST_F(Deploy, ALostRecordAndASnippetSetBackLeadToTheColorThatRuns) {
    deploy_green();
    std::filesystem::remove(stack_.state_file);
    support::write_file(stack_.snippet, "server app:8000;\n");
    engine_.call("DELETE", std::string("/containers/") + blue_container + "?force=1");
    const auto green = engine_.container(green_container).id;
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("which is not running; taking green as live"));
    expect_untouched(green);
    expect_consistent("blue");
}

TEST_F(Deploy, ALostRecordAloneLeavesTheColorThatNginxServesLive) {
    deploy_green();
    std::filesystem::remove(stack_.state_file);
    const auto green = engine_.container(green_container).id;
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no record of the live color, the snippet says green"));
    EXPECT_THAT(result.out, HasSubstr("plan: from green to blue"));
    expect_untouched(green);
    expect_consistent("blue");
}

TEST_F(Deploy, GarbageInTheRecordMeansBlue) {
    set_record("purple");
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("green");
}

// ---- lock -----------------------------------------------------------------------------------

TEST_F(Deploy, WhileAnotherOneRunsEndsWith75AndNamesIt) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    const auto answer = engine_.call(
        "POST", std::string("/containers/create?name=") + lock_container,
        R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
        R"("rollout.lock.pid":"42","rollout.lock.boot":"another","rollout.lock.purpose":"deploy",)"
        R"("rollout.lock.since":")" +
            std::to_string(seconds - 30) + R"(","rollout.lock.expires":")" +
            std::to_string(seconds + 600) + R"("}})");
    ASSERT_EQ(answer.status, 201u) << answer.body;
    const auto result = deploy();
    EXPECT_EQ(result.code, 75);
    EXPECT_THAT(result.err, HasSubstr("ann@ci"));
    EXPECT_THAT(result.err, HasSubstr("30 s ago"));
    EXPECT_EQ(loaded(), "app");
    EXPECT_TRUE(engine_.has_container(lock_container));
}

TEST_F(Deploy, TakesOverALockThatHasExpired) {
    const auto answer =
        engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                     R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                     R"("rollout.lock.purpose":"deploy","rollout.lock.expires":"1"}})");
    ASSERT_EQ(answer.status, 201u) << answer.body;
    const auto result = deploy();
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("an earlier run did not finish (ann@ci, 'deploy')"));
    expect_no_lock();
}

// ---- an engine that fails -------------------------------------------------------------------

TEST_F(Deploy, WithoutARunningProxySaysWhatToDo) {
    engine_.call("DELETE", std::string("/containers/") + proxy_container + "?force=1");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("rollout up"));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

TEST_F(Deploy, AFailingBuildChangesNothing) {
    engine_.fail_builds("COPY failed: no source files were specified");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("COPY failed"));
    EXPECT_FALSE(engine_.has_container(green_container));
    expect_no_lock();
    EXPECT_EQ(loaded(), "app");
}

// Whatever request fails, and however it fails: users stay on one color, files and nginx agree on
// it, the exit code says which one, and the next deploy works.
class DeployFault : public Deploy, public testing::WithParamInterface<int> {};

// About 43 are sent; how often the proxy's workers and the healthcheck are looked at varies.
constexpr int last_faulty_request = 50;

TEST_F(Deploy, SendsNoRequestThatIsNotTriedWithAFault) {
    EXPECT_EQ(deploy().code, 0);
    EXPECT_LE(engine_.requests().size(), static_cast<std::size_t>(last_faulty_request));
}

TEST_P(DeployFault, LeavesOneKnownStateBehind) {
    for (const bool reset : {false, true}) {
        const auto what = reset ? support::fault::reset_before_head()
                                : support::fault::fail(500, "the disk is full");
        engine_.inject("*", "**", what,
                       support::occurrence::nth(static_cast<std::size_t>(GetParam())));
        const auto before = loaded();
        const auto result = deploy();
        engine_.clear_faults();
        SCOPED_TRACE("code " + std::to_string(result.code) + "\n" + result.out + result.err);
        EXPECT_THAT(result.code, testing::AnyOf(0, 1, 2));
        const bool moved = loaded() != before;
        EXPECT_EQ(moved, result.code == 0);
        EXPECT_EQ(snippet(), loaded());
        if (!record().empty()) {
            EXPECT_EQ(record(), loaded() == "app" ? "blue" : "green");
        }
        const auto again = deploy();
        EXPECT_EQ(again.code, 0) << again.out << again.err;
    }
}

INSTANTIATE_TEST_SUITE_P(EveryRequest, DeployFault, testing::Range(1, last_faulty_request + 1));

}  // namespace

}  // namespace flow
