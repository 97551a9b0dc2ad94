#include "deploy_fixture.hpp"

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;

TEST_F(Deploy, ThatIsMeasuredSaysSoInItsPlan) {
    const auto result = rollout({"plan", "--measure", "http://h/", "--max-failed", "2"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("plan: measure http://h/ from then until the drain ends, 20 "
                                      "requests a second; more than 2 that fail take the deploy"));
}

TEST_F(Deploy, TellsWhatItsRequestsCameToAllThroughTheCutover) {
    const auto result = deploy({"--measure", engine_.public_url() + "/", "--measure-rate", "200"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, testing::ContainsRegex("[1-9][0-9]* requests, 0 failed"));
    expect_consistent("green");
}

TEST_F(Deploy, ThatLosesMoreRequestsThanAreAllowedIsRolledBack) {
    const auto result = deploy_unseen(
        {"--measure", engine_.public_url() + "/?measured", "--measure-rate", "200", "--max-failed",
         "0", "--smoke-passes", "8", "--smoke-attempts", "500", "--smoke-delay", "20ms"},
        {{"APP_FAIL_EVERY", "7"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("requests failed, at most 0 may"));
    expect_consistent("blue");
}

TEST_F(Deploy, ThatLosesRequestsWhileTheOldVersionEndsIsRolledBack) {
    support::nginx_options slow;
    slow.drain = std::chrono::milliseconds(600);
    engine_.set_nginx(slow);
    const auto result =
        deploy_unseen({"--measure", engine_.public_url() + "/?measured", "--measure-rate", "100",
                       "--max-failed", "0", "--retire", "remove"},
                      {{"APP_FAIL_EVERY", "25"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.out + result.err, HasSubstr("drain: the last request to blue is served"));
    EXPECT_THAT(result.err, HasSubstr("requests failed, at most 0 may"));
    expect_consistent("blue");
    expect_untouched(blue_container);
}

TEST_F(Deploy, WhoseMeasuredUrlFailsAlreadyMovesNobody) {
    const auto before = loaded();
    const auto result = deploy_unseen({"--measure", "http://127.0.0.1:1/", "--measure-rate", "1000",
                                       "--max-failed", "0", "--smoke-passes", "3"});
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("cannot be reached from here"));
    EXPECT_EQ(loaded(), before);
    expect_consistent("blue");
}

TEST_F(Deploy, ThatReplacesASickVersionIsNotChargedWithItsFailures) {
    ASSERT_EQ(deploy_unseen({}, {{"APP_VERSION", "sick"}}).code, 0);
    support::behaviour sick;
    sick.http_status = 500;
    engine_.behave(support::selector::by_name(green_container), sick);
    const auto result = deploy({"--measure", engine_.public_url() + "/", "--measure-rate", "200",
                                "--max-failed", "0", "--smoke-passes", "3"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(loaded(), "app");
}

}  // namespace

}  // namespace flow
