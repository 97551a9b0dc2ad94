// `rollout check`, and the same before a deploy.
#include "deploy_fixture.hpp"

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CheckCommand : public stack_test {};

TEST_F(CheckCommand, FindsNeitherErrorNorWarningInTheSampleStackAndAsksNoEngine) {
    const auto result = rollout({"check", "--strict"}, {{"DOCKER_HOST", "unix:///nowhere"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out, HasSubstr("check: advice: "));
    EXPECT_THAT(result.out, HasSubstr("check: errors: 0, warnings: 0, advice: "));
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(CheckCommand, FailsForAWarningWhenItIsStrict) {
    edit_compose_file("image: nginx:1.27-alpine\n    restart: unless-stopped",
                      "image: nginx:1.27-alpine");
    const auto result = rollout({"check"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("check: warning: proxy: it has no `restart` policy"));
    const auto strict = rollout({"check", "--strict"});
    EXPECT_EQ(strict.code, 1);
    EXPECT_THAT(strict.err, HasSubstr("rollout: error: --strict makes the warnings count"));
}

TEST_F(CheckCommand, SaysWhatIsWrongWithTheRemedy) {
    edit_compose_file("  networks: [edge]\n  healthcheck",
                      "  networks: [edge]\n  ports: "
                      "[\"8000:8000\"]\n  healthcheck");
    const auto result = rollout({"check"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("check: error: app, app_green: both colors publish port 8000 "
                                      "of the host, and they run side by side during a deploy; "
                                      "publish the proxy's port only"));
    EXPECT_THAT(result.out, HasSubstr("check: errors: 1, warnings: 0"));
}

TEST_F(Deploy, WithAnErrorOfCheckEndsBeforeAnythingIsMade) {
    const auto nginx = (stack_.compose_file.parent_path() / "nginx/nginx.conf").string();
    const auto before = support::read_file(nginx);
    const auto result = deploy({}, {{"ROLLOUT_UPSTREAM_CONF", nginx}});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("check: error: snippet: " + nginx + " is there and is no"));
    EXPECT_EQ(support::read_file(nginx), before);
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

TEST_F(Deploy, SaysTheWarningsOfCheckAndNoAdvice) {
    edit_compose_file("interval: 10s", "interval: 30s");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err,
                HasSubstr("check: warning: app, app_green: its healthcheck needs 95 s"));
    EXPECT_THAT(result.out, Not(HasSubstr("advice")));
}

}  // namespace

}  // namespace flow
