// An `up` of an app in two colors that may have nothing to do.
#include "deploy_fixture.hpp"

namespace {

using namespace flow;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(Deploy, AnUpWithNothingToDoWritesNothingAndAsksLittle) {
    ASSERT_EQ(deploy().code, 0);
    engine_.forget_requests();
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("everything runs already"));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
    EXPECT_LE(engine_.requests().size(), 6U);
}

TEST_F(Deploy, AnUpPutsASnippetRightThatSomebodyChanged) {
    ASSERT_EQ(deploy().code, 0);
    support::write_file(stack_.snippet, "server app:8000 resolve;\n");
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

TEST_F(Deploy, AnUpMakesSureOfWorkersThatNobodyKnows) {
    ASSERT_EQ(deploy().code, 0);
    engine_.call("POST", std::string("/containers/") + proxy_container + "/restart");
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("recover: nginx serves green"));
    expect_consistent("green");
}

TEST_F(Deploy, AnUpStartsWhatIsDown) {
    ASSERT_EQ(deploy().code, 0);
    engine_.call("POST", std::string("/containers/") + green_container + "/stop");
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

TEST_F(Deploy, AnUpWaitsForALiveColorThatTheEngineIsRestarting) {
    support::behaviour how;
    how.restart_delay = std::chrono::milliseconds(300);
    engine_.behave(support::selector::by_name(green_container), how);
    ASSERT_EQ(deploy().code, 0);
    engine_.crash(green_container, 1);
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

}  // namespace
