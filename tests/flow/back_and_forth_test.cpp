#include "deploy_fixture.hpp"

#include <filesystem>
#include <string>

namespace flow {

namespace {

using testing::HasSubstr;

class BackAndForth : public Deploy {
  protected:
    outcome smoked(std::vector<std::string> args) {
        args.insert(args.end(), {"--smoke-delay", "5ms", "--drain-timeout", "5"});
        return rollout(std::move(args));
    }
};

TEST_F(BackAndForth, ARollbackStartsTheVersionBeforeAsItIs) {
    ASSERT_EQ(deploy({"--retire", "stop"}).code, 0);
    const auto blue = engine_.container(blue_container).id;
    const auto green = engine_.container(green_container).id;
    engine_.forget_requests();
    const auto result = smoked({"rollback"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(engine_.container(blue_container).id, blue);
    expect_untouched(green);
    expect_consistent("blue");
    expect_no_lock();
    EXPECT_EQ(engine_.count("POST", "/build"), 0u);
}

TEST_F(BackAndForth, ARollbackAndAnotherOneLeadBackToTheNewVersion) {
    ASSERT_EQ(deploy().code, 0);
    ASSERT_EQ(smoked({"rollback"}).code, 0);
    EXPECT_EQ(smoked({"rollback"}).code, 0);
    expect_consistent("green");
}

TEST_F(BackAndForth, ARollbackToAVersionThatWasTakenBackIsRefused) {
    ASSERT_EQ(deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}}).code, 2);
    engine_.forget_requests();
    const auto result = smoked({"rollback"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("not a version that users were on"));
    EXPECT_EQ(reloads(), 2u);
    expect_consistent("blue");
    expect_no_lock();
}

TEST_F(BackAndForth, ARollbackWithNothingToGoBackToIsRefused) {
    const auto result = smoked({"rollback"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("there is no version to go back to"));
    expect_consistent("blue");
}

TEST_F(BackAndForth, AVersionThatIsHeldMeetsNoUserUntilItIsPromoted) {
    const auto held = deploy({"--hold"});
    EXPECT_EQ(held.code, 0) << held.err;
    EXPECT_THAT(held.out, HasSubstr("green waits for `rollout promote`"));
    EXPECT_TRUE(engine_.container(green_container).running());
    EXPECT_EQ(loaded(), "app");
    expect_consistent("blue");
    const auto green = engine_.container(green_container).id;
    const auto promoted = smoked({"promote"});
    EXPECT_EQ(promoted.code, 0) << promoted.err;
    EXPECT_EQ(engine_.container(green_container).id, green);
    expect_consistent("green");
    expect_no_lock();
}

TEST_F(BackAndForth, ARollbackWhoseTargetFailsItsPreviewLeavesItRunning) {
    deploy_green();
    const auto result = smoked({"rollback", "--smoke-contains", "what no version says"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("no user was led to it"));
    EXPECT_TRUE(engine_.container(blue_container).running());
    expect_untouched(blue_container);
    expect_consistent("green");
}

TEST_F(BackAndForth, NothingThatWasNotHeldIsPromoted) {
    EXPECT_EQ(smoked({"promote"}).code, 1);
    ASSERT_EQ(deploy().code, 0);
    const auto result = smoked({"promote"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("rollout deploy --hold"));
    expect_consistent("green");
}

TEST_F(BackAndForth, TheHistoryTellsHowManyRequestsWereLost) {
    ASSERT_EQ(deploy({"--measure", engine_.public_url() + "/"}).code, 0);
    EXPECT_THAT(rollout({"history"}).out, testing::ContainsRegex("live +0 +[0-9]+ ms"));
}

TEST_F(BackAndForth, TheHistoryTellsOfARunThatDidNotEnd) {
    for (const auto* next : {"recover", "deploy"}) {
        engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                     R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                     R"("rollout.lock.purpose":"deploy","rollout.lock.since":"1767323045",)"
                     R"("rollout.lock.expires":"1"}})");
        ASSERT_EQ(rollout({next}).code, 0);
        const auto text = rollout({"history"}).out;
        EXPECT_THAT(text,
                    testing::ContainsRegex("2026-01-02 03:04:05Z +ann@ci +deploy .*did not end"));
    }
    expect_no_lock();
}

// The route to it is closed; it waits all the same.
TEST_F(BackAndForth, AHeldVersionOutlivesUpAndRecover) {
    ASSERT_EQ(deploy({"--hold"}).code, 0);
    EXPECT_EQ(rollout({"recover"}).code, 0);
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("waiting: green"));
    EXPECT_EQ(up({"app", "proxy"}).code, 0);
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("waiting: green"));
    EXPECT_EQ(smoked({"promote"}).code, 0);
    expect_consistent("green");
}

TEST_F(BackAndForth, TheHistoryTellsOfEachRun) {
    ASSERT_EQ(deploy().code, 0);
    ASSERT_EQ(deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}}).code, 2);
    ASSERT_EQ(smoked({"rollback"}).code, 1);
    const auto result = rollout({"history"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out,
                testing::ContainsRegex("deploy +blue +green sha256:[0-9a-f]+ +live +-"));
    EXPECT_THAT(result.out,
                testing::ContainsRegex("deploy +green +blue sha256:[0-9a-f]+ +rolled back"));
    EXPECT_THAT(rollout({"history", "--progress", "json"}).out,
                HasSubstr("\"replace the idle color\":"));
    rollout({"down"});
    EXPECT_THAT(rollout({"history"}).out, testing::Not(HasSubstr("deploy")));
}

TEST_F(BackAndForth, ARecoveryMakesSureOfWhatNginxServes) {
    deploy_green();
    support::write_file(stack_.snippet, "server app:8000;\n");
    const auto result = rollout({"recover"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the record says green, the snippet blue"));
    EXPECT_THAT(result.out, HasSubstr("nginx serves green, and the record says so"));
    expect_consistent("green");
    EXPECT_EQ(rollout({"status"}).code, 0);
}

// What a user keeps there is lost otherwise: each is written as a whole.
TEST_F(Deploy, NoVerbWritesOverAFileThatHoldsSomethingElse) {
    ASSERT_EQ(deploy().code, 0);
    const auto preview = std::filesystem::path(stack_.snippet).parent_path() / "preview.conf";
    const std::string mine = "from-the-office app_green;\n";
    for (const auto& [file, text] :
         {std::pair(preview, mine), {stack_.snippet, "upstream app { server app:8000; }\n"}}) {
        const auto before = support::read_file(file);
        support::write_file(file, text);
        for (const auto* verb : {"recover", "rollback", "up"}) {
            const auto result = rollout({verb});
            EXPECT_EQ(result.code, 1) << verb << result.out;
            EXPECT_THAT(result.err, HasSubstr("holds more than")) << verb;
            EXPECT_EQ(support::read_file(file), text) << verb;
        }
        support::write_file(file, before);
    }
    EXPECT_EQ(loaded(), "app_green");
}

}  // namespace

}  // namespace flow
