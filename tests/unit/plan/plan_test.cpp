#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/take_down.hpp>

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

TEST(TakeDown, RemovesDependentsFirstThenTheNetworkAndLeavesOrphansUnlessAsked) {
    const auto p = stack();
    plan::observed o;
    auto orphan = container(p, "app");
    orphan.service = "gone";
    orphan.name = "shop-gone-1";
    o.containers = {container(p, "app"), orphan, container(p, "proxy")};
    o.networks = {{"n1", "shop_edge", "shop", "edge"}};
    auto made = plan::take_down(p, o, {});
    EXPECT_THAT(text_of(plan::operations_of(made.what)),
                ElementsAre("stop container shop-proxy-1", "remove container shop-proxy-1",
                            "stop container shop-app-1", "remove container shop-app-1",
                            "remove network shop_edge"));
    EXPECT_THAT(made.what.tasks[2].after, ElementsAre(1)) << "once its dependent is gone";
    EXPECT_THAT(made.left, ElementsAre("shop-gone-1"));
    plan::take_down_options options;
    options.remove_orphans = true;
    made = plan::take_down(p, o, options);
    EXPECT_THAT(text_of(plan::operations_of(made.what)),
                testing::Contains("remove container shop-gone-1 (its service is not in the file "
                                  "any more)"));
    EXPECT_THAT(made.left, IsEmpty());
}

TEST(TakeDown, OnlyRemovesWhatDoesNotRun) {
    const auto p = stack();
    plan::observed o;
    o.containers = {container(p, "app", "exited"), container(p, "proxy", "created")};
    EXPECT_THAT(text_of(plan::operations_of(plan::take_down(p, o, {}).what)),
                ElementsAre("remove container shop-proxy-1", "remove container shop-app-1"));
}

// Each stop may take its whole grace period.
TEST(TakeDown, StopsSideBySideWhatDoesNotDependOnEachOther) {
    auto p = stack();
    add_service(p, "db");
    p.services["app"].depends_on["db"];
    plan::observed o;
    o.containers = {container(p, "app"), container(p, "app_green"), container(p, "db"),
                    container(p, "proxy")};
    for (const auto& task : plan::take_down(p, o, {}).what.tasks) {
        const bool first =
            task.op.target.name == "shop-proxy-1" || task.op.target.name == "shop-app_green-1";
        if (first && task.op.what == plan::action::stop_container) {
            EXPECT_THAT(task.after, IsEmpty());
        }
    }
}

TEST(TakeDown, LeavesAOneOffThatRunsAndTakesOneThatHasEndedWithoutHooks) {
    auto p = stack();
    p.services["app"].pre_stop.emplace_back();
    plan::observed o;
    o.one_offs = {container(p, "app")};
    o.one_offs.front().name = "shop-app-run-1";
    auto made = plan::take_down(p, o, {});
    EXPECT_THAT(made.what.tasks, IsEmpty());
    EXPECT_THAT(made.left, ElementsAre("shop-app-run-1"));
    plan::take_down_options options;
    options.remove_orphans = true;
    made = plan::take_down(p, o, options);
    EXPECT_THAT(made.what.tasks.front().op.hooks, IsEmpty());
    o.one_offs.front().state = "exited";
    EXPECT_THAT(text_of(plan::operations_of(plan::take_down(p, o, {}).what)),
                ElementsAre("remove container shop-app-run-1 (it runs a command once)"));
}

TEST(TakeDown, TakesVolumesAndImagesWhenAsked) {
    auto p = stack();
    p.volumes["data"].name = "shop_data";
    p.volumes["other"].name = "theirs";
    p.volumes["other"].external = true;
    p.volumes["unused"].name = "shop_unused";
    p.volumes["blog"].name = "blog_data";
    for (const auto* key : {"data", "other", "blog"})
        p.services["app"].volumes.emplace_back().source = key;
    p.services["app"].image.clear();
    plan::observed o;
    o.containers = {container(p, "app", "exited")};
    o.volumes = {{"shop_data", "shop"}, {"theirs"}, {"shop_unused", "shop"}, {"blog_data", "blog"}};
    o.images = {{"shop-app", "sha256:1"}, {"proxy:1", "sha256:2"}};
    plan::take_down_options options;
    options.volumes = true;
    options.images = "local";
    const auto made = plan::take_down(p, o, options);
    EXPECT_TRUE(made.what.tasks.front().op.volumes);
    EXPECT_THAT(text_of(plan::operations_of(made.what)),
                ElementsAre("remove container shop-app-1", "remove volume shop_data (asked for)",
                            "remove image shop-app (asked for)"));
}

TEST(TakeDown, OfSomeServicesLeavesTheRest) {
    const auto p = stack();
    plan::observed o;
    o.containers = {container(p, "app", "exited"), container(p, "proxy", "exited")};
    o.networks = {{"n1", "shop_edge", "shop", "edge"}};
    plan::take_down_options options;
    options.services = {"proxy"};
    EXPECT_THAT(text_of(plan::operations_of(plan::take_down(p, o, options).what)),
                ElementsAre("remove container shop-proxy-1"));
}

TEST(TakeDown, OfSomeServicesLeavesTheVolumesAndImagesOfTheRest) {
    auto p = stack();
    for (const auto* key : {"app", "proxy"}) {
        p.volumes[key].name = std::string("shop_") + key;
        p.services[key].volumes.emplace_back().source = key;
    }
    plan::observed o;
    o.volumes = {{"shop_app", "shop"}, {"shop_proxy", "shop"}};
    o.images = {{"app:1", "sha256:1"}, {"proxy:1", "sha256:2"}};
    plan::take_down_options options;
    options.services = {"proxy"};
    options.volumes = true;
    options.images = "all";
    EXPECT_THAT(
        text_of(plan::operations_of(plan::take_down(p, o, options).what)),
        ElementsAre("remove volume shop_proxy (asked for)", "remove image proxy:1 (asked for)"));
}

TEST(TakeDown, LeavesWhatIsBehindAProfileUnlessItIsNamedOrEnabled) {
    auto p = stack();
    p.services["app_green"].profiles = {"green"};
    p.volumes["data"].name = "shop_data";
    p.services["app_green"].volumes.emplace_back().source = "data";
    plan::observed o;
    o.containers = {container(p, "app_green", "exited")};
    o.volumes = {{"shop_data", "shop"}};
    plan::take_down_options options;
    options.volumes = true;
    auto made = plan::take_down(p, o, options);
    EXPECT_THAT(made.what.tasks, IsEmpty());
    EXPECT_THAT(made.disabled, ElementsAre("shop-app_green-1"));
    for (const bool by_name : {true, false}) {
        auto wanted = options;
        (by_name ? wanted.services : wanted.enabled) = {"app_green"};
        made = plan::take_down(p, o, wanted);
        EXPECT_THAT(text_of(plan::operations_of(made.what)),
                    ElementsAre("remove container shop-app_green-1",
                                "remove volume shop_data (asked for)"));
        EXPECT_THAT(made.disabled, IsEmpty());
    }
}

TEST(TakeDown, TakesTheAnonymousVolumesOfServicesAndOfNobodyElse) {
    const auto p = stack();
    plan::observed o;
    auto orphan = container(p, "app", "exited");
    orphan.service = "gone";
    o.containers = {orphan, container(p, "app", "exited")};
    o.one_offs = {container(p, "app", "exited")};
    plan::take_down_options options;
    options.volumes = options.remove_orphans = true;
    std::vector<bool> with_volumes;
    for (const auto& task : plan::take_down(p, o, options).what.tasks)
        with_volumes.push_back(task.op.volumes);
    EXPECT_THAT(with_volumes, ElementsAre(false, false, true));
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
TEST(TakeDown, LeavesNetworksOfOthersAlone) {
    const auto p = stack();
    plan::observed o;
    for (const auto& of_others : {plan::observed_network{"n1", "shop_edge"},
                                  plan::observed_network{"n1", "shop_edge", "blog", "edge"},
                                  plan::observed_network{"n1", "shop_edge", "shop", "back"}}) {
        o.networks = {of_others};
        EXPECT_THAT(plan::operations_of(plan::take_down(p, o, {}).what), IsEmpty());
    }
}

TEST(TakeDown, LeavesExternalNetworksAlone) {
    auto p = stack();
    p.networks["edge"].external = true;
    plan::observed o;
    o.networks = {{"n1", "shop_edge"}};
    EXPECT_THAT(plan::operations_of(plan::take_down(p, o, {}).what), IsEmpty());
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

}  // namespace
