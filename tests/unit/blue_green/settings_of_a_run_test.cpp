#include "settings_fixture.hpp"

namespace {

using namespace settings_test;

TEST(MeasureSettings, NothingIsMeasuredUnlessAskedFor) {
    const auto m = resolve({}).measure;
    EXPECT_EQ(m.url, "");
    EXPECT_EQ(m.rate, 20);
    EXPECT_EQ(m.max_failed, std::nullopt);
    EXPECT_EQ(m.by, "");
}

TEST(MeasureSettings, AreABlockOfTheFileAsThoseOfTheSmokeTest) {
    auto p = sample();
    p.extensions["x-rollout"] =
        mapping({{"measure", mapping({{"url", text("https://shop.example/cart")},
                                      {"rate", compose::node(std::int64_t{50}, at(4, 5))},
                                      {"max_failed", text("3")},
                                      {"by", text("X-Version")}})}});
    const auto m = blue_green::resolve_settings(p, {}, {{"measure.max_failed", "0"}}).measure;
    EXPECT_EQ(m.url, "https://shop.example/cart");
    EXPECT_EQ(m.target.host, "shop.example");
    EXPECT_EQ(m.target.path, "/cart");
    EXPECT_EQ(m.rate, 50);
    EXPECT_EQ(m.max_failed, 0);
    EXPECT_EQ(m.by, "X-Version");
}

TEST(MeasureSettings, AnUnknownKeyInsideOfABlockIsRefusedWithItsPlace) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"measure", mapping({{"status", text("200")}})}});
    EXPECT_THAT(refusal<compose::error>(p, {}),
                HasSubstr("f.yml:3:3: x-rollout.measure.status: unknown setting"));
    p.extensions["x-rollout"] = mapping({{"measure", text("http://h/")}});
    EXPECT_THAT(refusal<compose::error>(p, {}), HasSubstr("x-rollout.measure must be a mapping"));
}

TEST(MeasureSettings, ThatMakeNoSenseAreRefused) {
    for (const auto& [name, value, why] : {
             std::tuple{"measure.url", "localhost:80", "cannot use the URL 'localhost:80'"},
             std::tuple{"measure.rate", "0", "'0' is not 1 to 1000"},
             std::tuple{"measure.rate", "1001", "'1001' is not 1 to 1000"},
             std::tuple{"measure.rate", "fast", "'fast' is not a whole number"},
             std::tuple{"measure.max_failed", "-1", "'-1' is not 0 to 1000000"},
             std::tuple{"measure.by", "X Version", "'X Version' is not a header"},
             std::tuple{"measure.by", "X-Version: 2", "'X-Version: 2' is not a header's name"},
         })
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{name, value}}),
                    HasSubstr(std::string(name) + ": " + why));
}

TEST(MeasureSettings, AGateNeedsSomethingThatItCounts) {
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"measure.max_failed", "0"}}),
                HasSubstr("measure.max_failed: no request is counted without measure.url "
                          "(--measure URL)"));
    EXPECT_EQ(
        resolve({{"measure.max_failed", "0"}}, {{"measure.url", "http://h/"}}).measure.max_failed,
        0);
}

TEST(PreDeploy, IsSplitAsComposeSplitsACommand) {
    EXPECT_THAT(resolve({}).pre_deploy, testing::IsEmpty());
    EXPECT_THAT(resolve({{"pre_deploy", "bin/rails 'db:migrate' --to \"a b\""}}).pre_deploy,
                ElementsAre("bin/rails", "db:migrate", "--to", "a b"));
    EXPECT_EQ(resolve({}).pre_deploy_limit, 10min);
    EXPECT_EQ(resolve({{"pre_deploy_timeout", "90s"}}).pre_deploy_limit, 90s);
    EXPECT_THROW(resolve({{"pre_deploy_timeout", "0"}}), std::invalid_argument);
}

TEST(PreDeploy, TheItemsOfAListAreItsWordsAsTheyAre) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping(
        {{"pre_deploy", sequence({text("sh"), text("-c"), text("a && it's 'b'"), text("")})}});
    EXPECT_THAT(blue_green::resolve_settings(p, {}, {}).pre_deploy,
                ElementsAre("sh", "-c", "a && it's 'b'", ""));
    p.extensions["x-rollout"] = mapping({{"pre_deploy", sequence({text("one word")})}});
    EXPECT_THAT(blue_green::resolve_settings(p, {}, {}).pre_deploy, ElementsAre("one word"));
    p.extensions["x-rollout"] = mapping({{"pre_deploy", text("two words")}});
    EXPECT_THAT(blue_green::resolve_settings(p, {}, {}).pre_deploy, ElementsAre("two", "words"));
    EXPECT_THAT(blue_green::resolve_settings(p, {}, {{"pre_deploy", ""}}).pre_deploy,
                testing::IsEmpty())
        << "a flag turns it off";
}

// Compose drops what follows; half a migration is worse than none.
TEST(PreDeploy, WhatWantsAShellIsRefused) {
    EXPECT_EQ(refusal<std::invalid_argument>(sample(), {{"pre_deploy", "migrate && seed"}}),
              "pre_deploy: 'migrate && seed' is not one command, and no shell is started for it; "
              "give `sh -c '...'`");
    EXPECT_EQ(refusal<std::invalid_argument>(sample(), {{"pre_deploy", "migrate 'x"}}),
              "pre_deploy: 'migrate 'x' is not a command: its quotes or parentheses do not match");
}

}  // namespace
