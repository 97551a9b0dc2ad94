#include "deploy_fixture.hpp"

#include <chrono>
#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;

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
    EXPECT_THAT(result.err, testing::ContainsRegex("[0-9]+ s ago"));
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

// What a killed run had begun to remove, the engine may still be removing when the next one comes.
TEST_F(Deploy, WaitsForARemovalThatIsUnderWayAlready) {
    deploy_green();
    ASSERT_EQ(deploy().code, 0);
    engine_.inject("DELETE", std::string("/containers/") + green_container,
                   support::fault::fail(409, "removal of container is already in progress"),
                   support::occurrence::nth(1));
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

TEST_F(Deploy, AContainerThatIsGoneWhenItIsToBeRemovedIsNoFailure) {
    deploy_green();
    ASSERT_EQ(deploy().code, 0);
    engine_.inject("DELETE", std::string("/containers/") + green_container,
                   support::fault::fail(404, "No such container"), support::occurrence::nth(1));
    engine_.on("POST", "/containers/create", [this](const support::request& r) {
        if (r.target.find(green_container) != std::string::npos &&
            engine_.has_container(green_container))
            engine_.call("DELETE", std::string("/containers/") + green_container + "?force=1");
        return std::nullopt;
    });
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("green");
}

// The engine keeps a name for a container that it does not show yet.
TEST_F(Deploy, ALockThatIsJustBeingTakenIsWaitedFor) {
    int looks = 0;
    engine_.on("POST", "/containers/create", [&](const support::request& r) {
        if (r.target.find(lock_container) == std::string::npos || looks > 3)
            return std::optional<support::reply>();
        ++looks;
        return std::optional(support::reply::error(409, "Conflict. The container name is in use"));
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_no_lock();
}

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

}  // namespace

}  // namespace flow
