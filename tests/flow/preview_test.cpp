#include "deploy_fixture.hpp"

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::Not;

/// A version that is healthy and wrong, and what gives it away.
struct wrong_version {
    const char* knob;
    const char* value;
    std::vector<std::string> asked;
};

class Preview : public Deploy {
  protected:
    std::string preview_file() const {
        const auto file = stack_.snippet.parent_path() / "preview.conf";
        return support::read_file(file);
    }
};

TEST_F(Preview, AsksTheNewVersionThroughTheProxyAndClosesTheRoute) {
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("preview: the new version answers through the proxy"));
    EXPECT_LT(result.out.find("preview: the new"), result.out.find("cutover: pointing"));
    EXPECT_EQ(preview_file(), "# no preview\n");
    EXPECT_EQ(reloads(), 2u);
    expect_consistent("green");
}

TEST_F(Preview, OfAWrongVersionEndsTheDeployBeforeAnyUserMeetsIt) {
    const wrong_version versions[] = {
        {"APP_FAIL_ROOT", "1", {}},
        {"APP_FAIL_EVERY", "2", {"--smoke-passes", "3", "--smoke-attempts", "1"}},
        {"APP_VERSION", "2", {"--smoke-json", "/version=3"}}};
    for (const auto& wrong : versions) {
        SCOPED_TRACE(wrong.knob);
        const auto result = deploy(wrong.asked, {{wrong.knob, wrong.value}});
        EXPECT_EQ(result.code, 1) << result.out;
        EXPECT_THAT(result.err,
                    HasSubstr("green does not answer as expected, and no user was led"));
        EXPECT_THAT(result.err, HasSubstr("blue keeps serving"));
        EXPECT_THAT(result.err, Not(HasSubstr("putting the old snippet back")));
        EXPECT_EQ(preview_file(), "# no preview\n");
        EXPECT_FALSE(engine_.has_container(green_container));
        expect_consistent("blue");
        expect_no_lock();
    }
    expect_untouched(blue_container);
}

TEST_F(Preview, IsSaidNotToBePossibleWhereNginxHasNoRoute) {
    const auto result = deploy_unseen();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the new version was not asked before users are moved"));
    expect_consistent("green");
}

TEST_F(Preview, OfAVersionThatIsHeldStaysOpen) {
    const auto result = deploy({"--hold"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("the header `X-Rollout-Preview: "));
    EXPECT_THAT(preview_file(), HasSubstr("app_green:8000"));
    const auto status = rollout({"status"});
    EXPECT_EQ(status.code, 0) << status.out;
    EXPECT_THAT(status.out, HasSubstr("waiting: green"));
    EXPECT_EQ(loaded(), "app");
    const auto promoted = rollout({"promote", "--drain-timeout", "5"});
    EXPECT_EQ(promoted.code, 0) << promoted.err;
    EXPECT_THAT(promoted.err, Not(HasSubstr("a preview route of an earlier deploy")));
    EXPECT_EQ(preview_file(), "# no preview\n");
    expect_consistent("green");
}

TEST_F(Preview, OfARunThatWasKilledIsClosedByTheNextOne) {
    support::write_file(stack_.snippet.parent_path() / "preview.conf",
                        "\"secret\" app_green:8000;\n");
    EXPECT_EQ(rollout({"status"}).code, 4);
    const auto result = rollout({"recover"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("a preview route of an earlier deploy is open"));
    EXPECT_EQ(preview_file(), "# no preview\n");
    EXPECT_EQ(rollout({"status"}).code, 0);
}

}  // namespace

}  // namespace flow
