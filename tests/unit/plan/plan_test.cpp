#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace rollout;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

compose::service& add_service(compose::project& p, const std::string& name) {
    auto& s = p.services[name];
    s.name = name;
    s.image = name + ":1";
    s.networks["edge"];
    return s;
}

/// The sample stack's shape.
compose::project stack() {
    compose::project p;
    p.name = "shop";
    p.networks["edge"].name = "shop_edge";
    add_service(p, "app").build.emplace();
    auto& green = add_service(p, "app_green");
    green.build.emplace();
    green.profiles = {"green"};
    add_service(p, "proxy").depends_on["app"].condition = "service_healthy";
    return p;
}

plan::observed_container container(const compose::project& p, const std::string& service,
                                   const std::string& state = "running") {
    plan::observed_container c;
    c.service = service;
    c.name = plan::container_name(p, p.services.at(service));
    c.id = "id-" + service;
    c.state = state;
    c.config_hash = plan::config_hash(p, p.services.at(service));
    return c;
}

std::vector<std::string> text_of(const plan::operations& operations) {
    std::vector<std::string> lines;
    for (const auto& op : operations)
        lines.push_back(plan::to_string(op));
    return lines;
}

TEST(StartOrder, DependenciesComeFirst) {
    EXPECT_THAT(plan::start_order(stack(), {"proxy"}), ElementsAre("app", "proxy"));
    EXPECT_THROW(plan::start_order(stack(), {"nobody"}), std::invalid_argument);
}

TEST(DefaultServices, AreThoseWithoutAProfile) {
    EXPECT_THAT(plan::default_services(stack()), UnorderedElementsAre("app", "proxy"));
}

TEST(ReplacePlan, RemovesOnlyTheIdleColorsContainer) {
    const auto p = stack();
    plan::observed o;
    o.containers = {container(p, "app"), container(p, "app_green"), container(p, "proxy")};
    o.networks = {{"n1", "shop_edge"}};
    EXPECT_THAT(
        text_of(plan::replace_operations(p, o, {"app_green"})),
        ElementsAre("remove container shop-app_green-1 (idle, makes room for the new version)",
                    "create container shop-app_green-1 (the new version)",
                    "start container shop-app_green-1", "wait until healthy: shop-app_green-1"));
}

TEST(ImagePlan, BuildsWhatHasABuildSectionAndPullsWhatIsMissing) {
    const auto p = stack();
    EXPECT_THAT(text_of(plan::image_operations(p, {}, {"app", "proxy"}, {})),
                ElementsAre("build image app:1 (built from its context)",
                            "pull image proxy:1 (not on this engine)"));
}

TEST(ImagePlan, PullPolicyDecidesAboutPresentImages) {
    const auto p = stack();
    plan::observed o;
    o.images["proxy:1"] = "sha256:1";
    plan::image_options options;
    EXPECT_THAT(plan::image_operations(p, o, {"proxy"}, options), IsEmpty());
    options.pull = plan::pull_policy::always;
    EXPECT_THAT(text_of(plan::image_operations(p, o, {"proxy"}, options)),
                ElementsAre("pull image proxy:1 (asked for)"));
    options.pull = plan::pull_policy::never;
    EXPECT_THAT(plan::image_operations(p, {}, {"proxy"}, options), IsEmpty());
}

TEST(ImagePlan, WithoutBuildingTheImageThatIsThereIsUsed) {
    plan::image_options options;
    options.build = false;
    EXPECT_THAT(plan::image_operations(stack(), {}, {"app"}, options), IsEmpty());
}

TEST(DownPlan, RemovesDependentsFirstAndOrphansAndTheNetwork) {
    const auto p = stack();
    plan::observed o;
    auto orphan = container(p, "app");
    orphan.service = "gone";
    orphan.name = "shop-gone-1";
    o.containers = {container(p, "app"), orphan, container(p, "proxy")};
    o.networks = {{"n1", "shop_edge", "shop", "edge"}};
    EXPECT_THAT(
        text_of(plan::down_operations(p, o)),
        ElementsAre("stop container shop-proxy-1", "remove container shop-proxy-1",
                    "stop container shop-app-1", "remove container shop-app-1",
                    "stop container shop-gone-1 (its service is not in the file any more)",
                    "remove container shop-gone-1 (its service is not in the file any more)",
                    "remove network shop_edge"));
}

TEST(DownPlan, OnlyRemovesWhatDoesNotRun) {
    const auto p = stack();
    plan::observed o;
    o.containers = {container(p, "app", "exited"), container(p, "proxy", "created")};
    EXPECT_THAT(text_of(plan::down_operations(p, o)),
                ElementsAre("remove container shop-proxy-1", "remove container shop-app-1"));
}

// Each stop may take its whole grace period.
TEST(DownPlan, StopsTogetherWhatDoesNotDependOnEachOther) {
    auto p = stack();
    add_service(p, "db");
    p.services["app"].depends_on["db"];
    p.services["app_green"].depends_on["db"];
    plan::observed o;
    o.containers = {container(p, "app"), container(p, "app_green", "exited"), container(p, "db"),
                    container(p, "proxy")};
    o.containers[1].state = "running";
    EXPECT_THAT(text_of(plan::down_operations(p, o)),
                ElementsAre("stop container shop-proxy-1", "stop container shop-app_green-1",
                            "remove container shop-proxy-1", "remove container shop-app_green-1",
                            "stop container shop-app-1", "remove container shop-app-1",
                            "stop container shop-db-1", "remove container shop-db-1"));
}

TEST(DownPlan, TakesOneOffsFirstAndTheirServicesHooksAreNotForThem) {
    auto p = stack();
    p.services["app"].pre_stop.emplace_back();
    plan::observed o;
    o.containers = {container(p, "app")};
    o.one_offs = {container(p, "app")};
    o.one_offs.front().name = "shop-app-run-1";
    const auto ops = plan::down_operations(p, o);
    EXPECT_THAT(text_of(ops),
                ElementsAre("stop container shop-app-run-1 (it runs a command once)",
                            "remove container shop-app-run-1 (it runs a command once)",
                            "stop container shop-app-1", "remove container shop-app-1"));
    EXPECT_THAT(ops[0].hooks, IsEmpty());
    EXPECT_THAT(ops[2].hooks, testing::SizeIs(1));
}

// A drained color costs the deploy no grace period, but its last words are heard.
TEST(ReplacePlan, StopsAnIdleColorThatRunsOnlyForItsHooks) {
    auto p = stack();
    p.services["app_green"].pre_stop.emplace_back().command = {"bye"};
    plan::observed o;
    o.networks = {{"n1", "shop_edge"}};
    o.containers = {container(p, "app_green")};
    const auto running = plan::replace_operations(p, o, {"app_green"});
    EXPECT_EQ(plan::to_string(running.front()),
              "stop container shop-app_green-1 (idle, makes room for the new version)");
    EXPECT_THAT(running.front().hooks, testing::SizeIs(1));
    EXPECT_EQ(running[1].what, plan::action::remove_container);
    EXPECT_TRUE(running[1].volumes);
    o.containers = {container(p, "app_green", "exited")};
    EXPECT_EQ(plan::replace_operations(p, o, {"app_green"}).front().what,
              plan::action::remove_container);
}

// A network of another project under the same name was used without a word, and removed by `down`.
TEST(DownPlan, LeavesNetworksOfOthersAlone) {
    const auto p = stack();
    plan::observed o;
    for (const auto& of_others : {plan::observed_network{"n1", "shop_edge"},
                                  plan::observed_network{"n1", "shop_edge", "blog", "edge"},
                                  plan::observed_network{"n1", "shop_edge", "shop", "back"}}) {
        o.networks = {of_others};
        EXPECT_THAT(plan::down_operations(p, o), IsEmpty());
    }
}

TEST(DownPlan, LeavesExternalNetworksAlone) {
    auto p = stack();
    p.networks["edge"].external = true;
    plan::observed o;
    o.networks = {{"n1", "shop_edge"}};
    EXPECT_THAT(plan::down_operations(p, o), IsEmpty());
}

TEST(ObservedContainer, IsHealthyWhenTheEngineSaysSoOrHasNoCheck) {
    plan::observed_container c;
    c.state = "running";
    c.status = "Up 3 seconds";
    EXPECT_TRUE(c.healthy());
    c.status = "Up 3 seconds (healthy)";
    EXPECT_TRUE(c.healthy());
    c.status = "Up 3 seconds (health: starting)";
    EXPECT_FALSE(c.healthy());
    c.status = "Up 3 seconds (unhealthy)";
    EXPECT_FALSE(c.healthy());
    c.state = "exited";
    c.status = "Exited (0) 3 seconds ago";
    EXPECT_FALSE(c.healthy());
}

TEST(DefaultServices, AreThoseWithoutAProfileOrWithAnActiveOne) {
    compose::project p;
    p.services["a"];
    p.services["b"].profiles = {"extra", "more"};
    EXPECT_EQ(plan::default_services(p), (std::set<std::string>{"a"}));
    p.profiles = {"more"};
    EXPECT_EQ(plan::default_services(p), (std::set<std::string>{"a", "b"}));
    p.profiles = {"*"};
    EXPECT_EQ(plan::default_services(p), (std::set<std::string>{"a", "b"}));
}

TEST(StartOrder, AnOptionalDependencyThatIsNotThereIsPassedOver) {
    compose::project p;
    p.services["a"].depends_on["gone"].required = false;
    EXPECT_EQ(plan::start_order(p, {"a"}), std::vector<std::string>{"a"});
}

TEST(ImageOperations, TheServicesOwnPullPolicyCountsUnlessOneIsGiven) {
    compose::project p;
    p.name = "shop";
    p.services["a"].image = "i";
    plan::observed there;
    there.images["i"] = "sha256:1";
    plan::image_options options;
    EXPECT_TRUE(plan::image_operations(p, there, {"a"}, options).empty());
    p.services["a"].pull_policy = "always";
    EXPECT_EQ(plan::image_operations(p, there, {"a"}, options).size(), 1U);
    options.pull = plan::pull_policy::never;
    EXPECT_TRUE(plan::image_operations(p, there, {"a"}, options).empty());
    p.services["a"].pull_policy = "never";
    options.pull = plan::pull_policy::missing;
    EXPECT_TRUE(plan::image_operations(p, {}, {"a"}, options).empty());
}

}  // namespace
