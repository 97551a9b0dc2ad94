#include <rollout/plan/plan.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/deploy_plan.hpp>

namespace {

using namespace rollout;
using namespace blue_green;
using plan::action;
using testing::ElementsAre;
using testing::IsEmpty;

compose::project shop() {
    compose::project p;
    p.name = "shop";
    for (const auto* name : {"app", "app_green", "proxy"}) {
        p.services[name].name = name;
        p.services[name].image = std::string(name) + ":1";
    }
    return p;
}

plan::observed_container running(const std::string& service) {
    plan::observed_container c;
    c.id = "id-of-" + service;
    c.name = "shop-" + service + "-1";
    c.service = service;
    c.state = "running";
    return c;
}

std::vector<std::string> text_of(const plan::operations& operations) {
    std::vector<std::string> lines;
    for (const auto& op : operations)
        lines.push_back(plan::to_string(op));
    return lines;
}

TEST(DeployPlan, MakesTheIdleColorAnewAndPointsTheSnippetAtIt) {
    plan::observed seen;
    seen.containers = {running("app"), running("app_green")};
    const auto made = plan_deploy(shop(), {}, seen, color::blue);
    EXPECT_EQ(made.to, color::green);
    EXPECT_THAT(text_of(made.images), ElementsAre("pull image app_green:1 (not on this engine)"));
    EXPECT_THAT(
        text_of(made.replacement),
        ElementsAre("remove container shop-app_green-1 (idle, makes room for the new version)",
                    "create container shop-app_green-1 (the new version)",
                    "start container shop-app_green-1"));
    EXPECT_THAT(text_of(made.health), ElementsAre("wait until healthy: shop-app_green-1"));
}

TEST(DeployPlan, OfASetStartsWhatAnotherOneNeedsBeforeItAndAwaitsTheRestAtTheEnd) {
    auto p = shop();
    for (const auto* name : {"api", "api_green"}) {
        p.services[name].name = name;
        p.services[name].image = "api:1";
    }
    p.services["app_green"].depends_on["api_green"].condition = "service_healthy";
    settings s;
    s.blue = {"app", "api"};
    s.green = {"app_green", "api_green"};
    const auto made = plan_deploy(p, s, {}, color::blue);
    EXPECT_THAT(text_of(made.replacement),
                ElementsAre("create container shop-api_green-1 (the new version)",
                            "start container shop-api_green-1",
                            "wait until healthy: shop-api_green-1 (app_green depends on it)",
                            "create container shop-app_green-1 (the new version)",
                            "start container shop-app_green-1"));
    EXPECT_THAT(text_of(made.health), ElementsAre("wait until healthy: shop-app_green-1"));
    EXPECT_THAT(text_of(retirement(p, s, {}, color::green, retire::stop)),
                ElementsAre("stop container shop-app_green-1 (it lost its traffic)",
                            "stop container shop-api_green-1 (it lost its traffic)"));
}

TEST(DeployPlan, NamesNothingThatTheLiveColorForbids) {
    plan::observed seen;
    seen.containers = {running("app"), running("app_green")};
    for (const auto from : {color::blue, color::green}) {
        const auto made = plan_deploy(shop(), {}, seen, from);
        const auto live = containers_of(shop(), {}, seen, from);
        for (const auto& op : made.replacement)
            EXPECT_FALSE(live.forbids(op)) << plan::to_string(op);
    }
}

TEST(ContainersOf, AreThoseThatWereSeenByNameAndIdAndTheOneThatADeployMakes) {
    plan::observed seen;
    seen.containers = {running("app")};
    const auto blue = containers_of(shop(), {}, seen, color::blue);
    const auto green = containers_of(shop(), {}, seen, color::green);
    for (const auto* name : {"shop-app-1", "id-of-app"}) {
        EXPECT_TRUE(blue.forbids(plan::operation(action::stop_container, name))) << name;
        EXPECT_FALSE(green.forbids(plan::operation(action::stop_container, name))) << name;
    }
    EXPECT_TRUE(green.forbids(plan::operation(action::remove_container, "shop-app_green-1")));
}

TEST(Retirement, StopsRemovesOrKeeps) {
    EXPECT_THAT(text_of(retirement(shop(), {}, {}, color::blue, retire::stop)),
                ElementsAre("stop container shop-app-1 (it lost its traffic)"));
    EXPECT_THAT(text_of(retirement(shop(), {}, {}, color::blue, retire::remove)),
                ElementsAre("stop container shop-app-1 (it lost its traffic)",
                            "remove container shop-app-1 (it lost its traffic)"));
    EXPECT_THAT(retirement(shop(), {}, {}, color::blue, retire::keep), IsEmpty());
}

TEST(Retirement, RunsThePreStopHooks) {
    auto p = shop();
    p.services["app"].pre_stop.emplace_back();
    for (const auto how : {retire::stop, retire::remove})
        EXPECT_EQ(retirement(p, {}, {}, color::blue, how).front().hooks.size(), 1U);
}

TEST(DeployPlan, HasThePreDeployCommandOfTheColorThatIsToBecomeLive) {
    settings s;
    EXPECT_THAT(plan_deploy(shop(), s, {}, color::blue).pre_deploy, IsEmpty());
    s.pre_deploy = {"bin/migrate", "up"};
    EXPECT_THAT(text_of(plan_deploy(shop(), s, {}, color::blue).pre_deploy),
                ElementsAre("create container shop-app_green-pre-deploy (to run bin/migrate up)",
                            "start container shop-app_green-pre-deploy"));
}

TEST(Retirement, OfTheColorThatServesIsForbidden) {
    const auto live = containers_of(shop(), {}, {}, color::green);
    for (const auto how : {retire::stop, retire::remove})
        for (const auto& op : retirement(shop(), {}, {}, color::green, how))
            EXPECT_TRUE(live.forbids(op));
}

}  // namespace
