#include "deploy_fixture.hpp"

#include <filesystem>
#include <string>

namespace flow {

namespace {

using testing::HasSubstr;

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
    forget_record();
    support::write_file(stack_.snippet, "server app:8000;\n");
    engine_.call("DELETE", std::string("/containers/") + blue_container + "?force=1");
    const auto green = engine_.container(green_container).id;
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no record of what nginx has loaded; taking green as live"));
    expect_untouched(green);
    expect_consistent("blue");
}

TEST_F(Deploy, ALostRecordAloneLeavesTheColorThatNginxServesLive) {
    deploy_green();
    forget_record();
    const auto green = engine_.container(green_container).id;
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no record of the live color, the snippet says green"));
    EXPECT_THAT(result.out, HasSubstr("plan: from green to blue"));
    expect_untouched(green);
    expect_consistent("blue");
}

// The engine keeps one too.
TEST_F(Deploy, ALocalRecordThatIsWrongOrGoneIsWrittenAnew) {
    deploy_green();
    const auto green = engine_.container(green_container).id;
    for (const auto* text : {"blue\n", ""}) {
        set_record(text);
        const auto result = rollout({"plan"});
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr("plan: from green to blue"));
    }
    EXPECT_EQ(deploy().code, 0);
    expect_untouched(green);
    expect_consistent("blue");
}

// Addresses are given to whoever starts first.
TEST_F(Deploy, ALiveContainerThatHasAnotherAddressIsMadeKnownToNginxFirst) {
    deploy_green();
    for (const auto* container : {blue_container, green_container})
        engine_.call("POST", std::string("/containers/") + container + "/stop");
    for (const auto* container : {blue_container, green_container})
        engine_.call("POST", std::string("/containers/") + container + "/start");
    const auto status = rollout({"status"});
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("started after nginx looked them up"));
    EXPECT_THAT(status.out, HasSubstr("started after nginx looked them up"));
    expect_consistent("blue");
}

// Who knows what that file is.
TEST_F(Deploy, GarbageInTheRecordIsNotWrittenOver) {
    set_record("purple");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("is there and is no record"));
    EXPECT_EQ(record(), "purple");
    EXPECT_THAT(engine_.mutating_requests(), testing::IsEmpty());
}

TEST_F(Deploy, AnEmptyRecordMeansBlue) {
    set_record("");
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("green");
}

}  // namespace

}  // namespace flow
