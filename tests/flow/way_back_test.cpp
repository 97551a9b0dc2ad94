#include "deploy_fixture.hpp"

#include <filesystem>
#include <string>
#include <thread>

namespace flow {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(Deploy, ThatAnswers500IsRolledBack) {
    const auto result = deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}});
    EXPECT_EQ(result.code, 2) << result.err;
    expect_consistent("blue");
    EXPECT_EQ(engine_.container(green_container).status, "exited");
    EXPECT_THAT(result.err, HasSubstr("status 500, expected status 200"));
    expect_untouched(blue_container);
    expect_no_lock();
}

// The first answer is right, and later ones are not.
TEST_F(Deploy, ThatFailsDuringTheSoakIsRolledBack) {
    const auto result = deploy_unseen({"--soak", "5s"}, {{"APP_FAIL_EVERY", "2"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.out, HasSubstr("soak: the smoke test passed; asking on for 5000 ms"));
    EXPECT_THAT(result.err, HasSubstr("status 500, expected status 200"));
    expect_consistent("blue");
}

TEST_F(Deploy, ThatPassesTheSoakIsLive) {
    const auto result = deploy({"--soak", "50ms"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_GE(engine_.answered_by("app_green"), 2u);
    expect_consistent("green");
}

// The way back leads to the very text that served before, not to one made of today's settings.
TEST_F(Deploy, ARollbackPutsTheOldSnippetBackAsItWas) {
    const auto result = deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}, {"ROLLOUT_PORT", "8001"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(support::read_file(stack_.snippet), testing::StartsWith("server app:8000 "));
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
    EXPECT_EQ(deploy_unseen({"--smoke-status", "500"}, {{"APP_FAIL_ROOT", "1"}}).code, 0);
    expect_consistent("green");
}

TEST_F(Deploy, WhoseBodyIsNotTheExpectedOneIsRolledBackToAVersionThatHasAnother) {
    const auto result = deploy_unseen({"--smoke-json", "/version=3"}, {{"APP_VERSION", "2"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("JSON /version is \"2\", expected \"3\""));
    expect_consistent("blue");
}

TEST_F(Deploy, WhoseAnswersAreAsExpectedEachTimeIsLive) {
    const auto result =
        deploy({"--smoke-json", "/version=2", "--smoke-header", "Server: nginx", "--smoke-passes",
                "3", "--smoke-urls", engine_.public_url() + "/?again"},
               {{"APP_VERSION", "2"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("expecting status 200, header Server \"nginx\", JSON "
                                      "/version \"2\""));
    expect_consistent("green");
}

TEST_F(Deploy, ThatFailsNowAndThenDoesNotPassManyTimesInARow) {
    const auto result =
        deploy_unseen({"--smoke-passes", "5", "--smoke-attempts", "2"}, {{"APP_FAIL_EVERY", "3"}});
    EXPECT_EQ(result.code, 2) << result.err;
    expect_consistent("blue");
}

// While the old version serves: nothing was changed for anybody yet.
TEST_F(Deploy, AnUrlThatCannotBeReachedIsSaidBeforeAnythingIsMade) {
    const auto result = deploy({"--smoke-url", "http://127.0.0.1:1/", "--smoke-attempts", "2"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("Connection refused"));
    EXPECT_THAT(result.err, HasSubstr("the smoke test's URL cannot be reached from here"));
    EXPECT_EQ(engine_.count("POST", "/build"), 0u);
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_EQ(reloads(), 0u);
    expect_consistent("blue");
    expect_no_lock();
}

// The new one may be the remedy.
TEST_F(Deploy, AnOldVersionThatIsUnwellIsReplaced) {
    ASSERT_EQ(deploy_unseen({"--smoke-status", "500"}, {{"APP_FAIL_ROOT", "1"}}).code, 0);
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the version that serves does not answer as expected"));
    expect_consistent("blue");
}

TEST_F(Deploy, WhoseWayBackFailsLeavesBothColorsRunningAndTheNextOneGetsOutOfIt) {
    fail_each_reload_of("app");
    const auto result = deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}, {"ROLLOUT_RETRY_DELAY", "1ms"}});
    EXPECT_EQ(result.code, 3);
    EXPECT_THAT(result.err, HasSubstr("the way back failed: the proxy is out of order"));
    EXPECT_EQ(loaded(), "app_green");
    EXPECT_TRUE(engine_.container(blue_container).running());
    EXPECT_TRUE(engine_.container(green_container).running());
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("not proved what nginx has loaded"));
    fail_each_reload_of("");
    const auto again = deploy();
    EXPECT_EQ(again.code, 0) << again.out << again.err;
    expect_consistent("green");
    expect_no_lock();
}

// It is for people who look; the engine's counts.
TEST_F(Deploy, WhoseLocalRecordCannotBeWrittenGoesLiveAllTheSame) {
    engine_.on("POST", "/build", [&](const support::request&) {
        std::filesystem::remove(stack_.state_file);
        std::filesystem::create_directories(stack_.state_file / "in the way");
        return std::nullopt;
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the record could not be written"));
    EXPECT_EQ(loaded(), "app_green");
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("live: green"));
}

// The engine hiccups while the failed color is retired: blue serves again, and that is what counts.
TEST_F(Deploy, ARollbackWhoseLastStepFailsIsARollback) {
    engine_.inject("POST", "/containers/*/stop", support::fault::fail(500, "try again later"));
    const auto result = deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("try again later"));
    EXPECT_THAT(result.out, HasSubstr("blue is live again; the failed green is left running in "
                                      "container rollout-app_green-1"));
    expect_consistent("blue");
    expect_no_lock();
}

// Nobody knows what nginx serves then: what it may serve must not be removed.
TEST_F(Deploy, ACutoverWhoseEndIsNotCertainRemovesNoColor) {
    bool reloaded = false;
    engine_.on("POST", "/exec/*/start", [&](const support::request&) {
        if (snippet() == "app_green") reloaded = true;
        return std::nullopt;
    });
    engine_.on("GET", "/containers/*/top", [&](const support::request&) {
        if (!reloaded || reloads() == 0) return std::optional<support::reply>();
        return std::optional(support::reply::error(500, "cannot list processes"));
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 3) << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr("what nginx serves now is not certain"));
    EXPECT_TRUE(engine_.container(green_container).running());
    EXPECT_TRUE(engine_.container(blue_container).running());
    expect_no_lock();
}

// It may come yet, with the snippet that names green: nobody knows what nginx will serve.
TEST_F(Deploy, AReloadThatNeverComesLeavesBothColorsRunning) {
    support::nginx_options stubborn;
    stubborn.refuse_reload = true;
    engine_.set_nginx(stubborn);
    const auto result =
        deploy({}, {{"ROLLOUT_RELOAD_TIMEOUT", "50ms"}, {"ROLLOUT_RETRY_DELAY", "1ms"}});
    EXPECT_EQ(result.code, 3) << result.err;
    EXPECT_THAT(result.err, HasSubstr("still serves with its old workers"));
    EXPECT_THAT(result.err, HasSubstr("what nginx serves now is not certain"));
    EXPECT_EQ(snippet(), "app");
    EXPECT_TRUE(engine_.container(blue_container).running());
    EXPECT_TRUE(engine_.container(green_container).running());
    expect_no_lock();
}

// The one that was given up had read the snippet that names green already.
TEST_F(Deploy, AReloadThatComesAfterItWasGivenUpDoesNotTakeTheSiteDown) {
    support::nginx_options slow;
    slow.lookup = 1s;
    engine_.set_nginx(slow);
    const auto result = deploy({}, {{"ROLLOUT_RELOAD_TIMEOUT", "500ms"}});
    EXPECT_EQ(result.code, 1) << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr("blue keeps serving"));
    expect_consistent("blue");
    EXPECT_FALSE(engine_.has_container(green_container));
    std::this_thread::sleep_for(1500ms);  // whatever may still come would be here
    EXPECT_EQ(loaded(), "app");
}

TEST_F(Deploy, WhoseProxyDiesMeanwhileSaysThatNobodyIsServed) {
    engine_.inject("POST", "/build", support::fault::delay(1s));
    std::thread somebody;
    engine_.on("POST", "/build", [&](const support::request&) {
        somebody = std::thread(
            [&] { engine_.call("POST", std::string("/containers/") + proxy_container + "/kill"); });
        return std::nullopt;
    });
    const auto result = deploy();
    somebody.join();
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the proxy 'proxy' is not running, so nobody is served"));
    EXPECT_THAT(result.err, testing::Not(HasSubstr("keeps serving")));
}

TEST_F(Deploy, ASlowReloadIsWaitedFor) {
    support::nginx_options slow;
    slow.reload_delay = 120ms;
    slow.handover = 60ms;
    engine_.set_nginx(slow);
    EXPECT_EQ(deploy().code, 0);
    // It was asked once before, and the first answer after the reload came from the new color.
    EXPECT_EQ(engine_.answered_by("app"), 1u);
    EXPECT_GE(engine_.answered_by("app_green"), 1u);
}

TEST_F(Deploy, NginxsOwnWordsAreShownWhenItRefusesTheConfiguration) {
    engine_.on("POST", "/exec/*/start", [&](const support::request&) {
        if (snippet() == "app_green" && reloads() == 1)
            engine_.crash(green_container, 1);  // its name is gone when nginx looks it up
        return std::nullopt;
    });
    const auto result = deploy({}, {{"ROLLOUT_SERVER_PARAMETERS", "max_fails=0"}});  // no `resolve`
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, HasSubstr("host not found in upstream"));
    expect_consistent("blue");
}

/// nginx then tells of the file under that name, not under the one that the mounts give it.
void include_in_other_words(const std::filesystem::path& folder) {
    auto text = support::read_file(folder / "nginx.conf");
    const std::string plain = "include /etc/nginx/conf.d/upstream.conf;";
    const auto at = text.find(plain);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, plain.size(), "include /etc/nginx/conf.d/./upstream.conf;");
    support::write_file(folder / "nginx.conf", text);
}

TEST_F(Deploy, ASnippetThatNginxIncludesInOtherWordsIsReadBack) {
    include_in_other_words(stack_.snippet.parent_path().parent_path());
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

TEST_F(Deploy, ASnippetThatTheProxyDoesNotSeeIsNoCutover) {
    include_in_other_words(stack_.snippet.parent_path().parent_path());
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

}  // namespace

}  // namespace flow
