// Which images are pulled and built.
#include "read_service.hpp"

#include <rollout/plan/plan.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using namespace std::chrono_literals;
using plan::pull_policy;
using testing::ElementsAre;
using testing::IsEmpty;

class Images : public testing::Test {
  protected:
    /// What is done for the service `app` with these keys and the image `i`.
    std::vector<std::string> steps(const std::string& keys) const {
        const auto p = test::read_project(keys);
        std::vector<std::string> lines;
        for (const auto& op : plan::image_operations(p, seen, {"app"}, options))
            lines.push_back(plan::to_string(op) + (op.optional ? " if it can be" : ""));
        return lines;
    }
    void is_there(std::chrono::seconds age = 0s) {
        seen.images["i"] = "sha256:1";
        seen.image_ages["i"] = age;
    }

    plan::observed seen;
    plan::image_options options;
};

TEST_F(Images, WhatIsMissingIsPulled) {
    EXPECT_THAT(steps(""), ElementsAre("pull image i (not on this engine)"));
    EXPECT_THAT(steps("pull_policy: if_not_present"),
                ElementsAre("pull image i (not on this engine)"));
    EXPECT_THAT(steps("pull_policy: refresh"), ElementsAre("pull image i (not on this engine)"));
    is_there();
    for (const auto* keys : {"", "pull_policy: missing", "pull_policy: refresh"})
        EXPECT_THAT(steps(keys), IsEmpty()) << keys;
}

TEST_F(Images, TheServicesOwnPolicyCountsUnlessOneIsGiven) {
    EXPECT_THAT(steps("pull_policy: never"), IsEmpty());
    is_there();
    EXPECT_THAT(steps("pull_policy: always"), ElementsAre("pull image i (asked for)"));
    options.pull = pull_policy::always;
    EXPECT_THAT(steps("pull_policy: never"), ElementsAre("pull image i (asked for)"));
    options.pull = pull_policy::never;
    EXPECT_THAT(steps("pull_policy: always"), IsEmpty());
    options.pull = pull_policy::missing;
    EXPECT_THAT(steps("pull_policy: always"), IsEmpty());
}

TEST_F(Images, APolicyWithAPeriodPullsWhatIsOlder) {
    const auto period = [](const char* policy) {
        return plan::refresh_period(
            test::read_project(std::string("pull_policy: ") + policy).services.at("app"));
    };
    EXPECT_EQ(period("daily"), 24h);
    EXPECT_EQ(period("weekly"), 168h);
    EXPECT_EQ(period("every_1h30m"), 90min);
    EXPECT_EQ(period("always"), std::nullopt);
    is_there(23h);
    EXPECT_THAT(steps("pull_policy: daily"), IsEmpty());
    EXPECT_THAT(steps("pull_policy: every_12h"),
                ElementsAre("pull image i (older than pull_policy: every_12h)"));
}

TEST_F(Images, OneOfWhichNobodyKnowsItsAgeIsTooOld) {
    is_there();
    seen.image_ages.clear();
    EXPECT_THAT(steps("pull_policy: weekly"),
                ElementsAre("pull image i (older than pull_policy: weekly)"));
}

TEST_F(Images, APullIsForThePlatformOfTheService) {
    const auto p = test::read_project("platform: linux/aarch64");
    const auto operations = plan::image_operations(p, seen, {"app"}, options);
    ASSERT_EQ(operations.size(), 1U);
    EXPECT_EQ(operations[0].platform, "linux/arm64");
    EXPECT_EQ(operations[0].cause, "not on this engine for linux/aarch64");
}

TEST_F(Images, ABuildSectionIsBuilt) {
    EXPECT_THAT(steps("build: ."), ElementsAre("build image i (built from its context)"));
    options.build = false;
    is_there();
    EXPECT_THAT(steps("build: ."), IsEmpty());
}

TEST_F(Images, WhatCanBeBuiltAndHasANameIsPulledFirst) {
    options.build_anew = false;
    EXPECT_THAT(steps("build: ."), ElementsAre("pull image i (not on this engine) if it can be"));
    EXPECT_THAT(steps("build: .\npull_policy: build"),
                ElementsAre("build image i (built from its context)"));
    EXPECT_THAT(steps("build: .\npull_policy: never"),
                ElementsAre("build image i (not on this engine)"));
    is_there();
    EXPECT_THAT(steps("build: ."), IsEmpty());
}

TEST_F(Images, WhatTheFirstServicePullsAnotherMayBuild) {
    options.build_anew = false;
    const auto p = test::read_project("tty: true", "  other: {image: i, build: .}\n");
    const auto operations = plan::image_operations(p, seen, {"app", "other"}, options);
    ASSERT_EQ(operations.size(), 1U);
    EXPECT_TRUE(operations[0].optional);
    const auto builds = plan::missing_builds(p, seen, {"app", "other"});
    ASSERT_EQ(builds.size(), 1U);
    EXPECT_EQ(builds[0].service, "other");
}

TEST_F(Images, ABuildGoesBeforeAPullOfTheSameName) {
    const auto p = test::read_project("tty: true", "  other: {image: i, build: .}\n");
    const auto operations = plan::image_operations(p, seen, {"app", "other"}, options);
    ASSERT_EQ(operations.size(), 1U);
    EXPECT_EQ(plan::to_string(operations[0]), "build image i (built from its context)");
}

TEST_F(Images, OneThatIsMountedIsPulledWhereItIsMissing) {
    is_there();
    const std::string keys = "volumes: [{type: image, source: 'data:1', target: /data}]";
    EXPECT_THAT(steps(keys), ElementsAre("pull image data:1 (not on this engine)"));
    seen.images["data:1"] = "sha256:2";
    EXPECT_THAT(steps(keys), IsEmpty());
}

TEST_F(Images, WhatHasNoNameOfItsOwnIsNeverPulled) {
    options.build_anew = false;
    compose::project p;
    p.name = "shop";
    p.services["app"].name = "app";
    p.services["app"].build.emplace();
    const auto operations = plan::image_operations(p, seen, {"app"}, options);
    ASSERT_EQ(operations.size(), 1U);
    EXPECT_EQ(plan::to_string(operations[0]), "build image shop-app (not on this engine)");
}

TEST_F(Images, ABuildFollowsThatOfAServiceWhichItNamesAsAContext) {
    const auto p =
        test::read_project("build: {context: ., additional_contexts: {x: 'service:base'}}",
                           "  base: {build: {context: ., additional_contexts: {z: 'service:db'}}}\n"
                           "  db: {build: {context: .}}\n");
    std::vector<std::string> names;
    for (const auto& op : plan::image_operations(p, seen, {"app"}, options))
        if (op.what == plan::action::build_image) names.push_back(op.service);
    EXPECT_THAT(names, ElementsAre("db", "base", "app"));
}

TEST_F(Images, PullsGoSideBySideAndBuildsOneBehindTheOther) {
    using plan::action;
    plan::operations all;
    for (const auto what : {action::build_image, action::pull_image, action::build_image,
                            action::pull_image, action::build_image})
        all.emplace_back(what, "i");
    const auto tasks = plan::side_by_side(all).tasks;
    ASSERT_EQ(tasks.size(), 5U);
    EXPECT_THAT(tasks[0].after, IsEmpty());
    EXPECT_THAT(tasks[1].after, IsEmpty());
    EXPECT_THAT(tasks[2].after, ElementsAre(0U));
    EXPECT_THAT(tasks[3].after, IsEmpty());
    EXPECT_THAT(tasks[4].after, ElementsAre(2U));
}

}  // namespace
