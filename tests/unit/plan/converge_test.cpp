// What docker compose's `up -d` does to a stack that is as it was left.
#include "converge_fixture.hpp"

#include <gmock/gmock.h>

namespace {

using namespace plan_tests;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST_F(Converge, MakesAllSideBySideAndStartsEachWhenWhatItNeedsIsAsItWantsIt) {
    EXPECT_THAT(steps(), UnorderedElementsAre("create network shop_edge (not there yet)",
                                              "create container shop-db-1 (not there yet)",
                                              "start container shop-db-1",
                                              "create container shop-api-1 (not there yet)",
                                              "wait until healthy: shop-db-1 (api depends on it)",
                                              "start container shop-api-1",
                                              "create container shop-web-1 (not there yet)",
                                              "start container shop-web-1"));
    EXPECT_TRUE(waits_for("create container shop-web-1", "create network shop_edge"));
    EXPECT_FALSE(waits_for("create container shop-web-1", "create container shop-db-1"));
    EXPECT_TRUE(waits_for("start container shop-api-1", "wait until healthy: shop-db-1"));
    EXPECT_TRUE(waits_for("start container shop-web-1", "start container shop-api-1"));
}

TEST_F(Converge, ChangesNothingOfAStackThatIsAsItShouldBe) {
    all_is_there();
    EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(Converge, StartsWhatIsThereButStoppedOnceItsDependencyIsHealthy) {
    all_is_there();
    container("api").state = "exited";
    EXPECT_THAT(steps(), ElementsAre("wait until healthy: shop-db-1 (api depends on it)",
                                     "start container shop-api-1 (it is there, but exited)"));
    container("db").status = "Up 3 minutes (healthy)";
    EXPECT_THAT(steps(), ElementsAre("start container shop-api-1 (it is there, but exited)"));
}

TEST_F(Converge, MakesAContainerAnewUnderANameForAWhile) {
    all_is_there();
    p.services["api"].environment["NEW"] = "1";
    const std::string cause = " (its configuration changed)";
    EXPECT_THAT(
        steps(),
        ElementsAre("create container 0123456789ab_shop-api-1" + cause,
                    "wait until healthy: shop-db-1 (api depends on it)",
                    "stop container shop-api-1" + cause, "remove container shop-api-1" + cause,
                    "rename container 0123456789ab_shop-api-1 to shop-api-1 (it takes the "
                    "place of the old one)",
                    "start container shop-api-1"));
    EXPECT_TRUE(waits_for("stop container shop-api-1", "wait until healthy: shop-db-1"));
    EXPECT_TRUE(waits_for("stop container shop-api-1", "create container 0123456789ab_"));
    EXPECT_TRUE(waits_for("start container shop-api-1", "rename container"));
    const auto body = body_of(run(), "0123456789ab_shop-api-1");
    EXPECT_EQ(body["Labels"]["com.docker.compose.replace"], "api-1");
    EXPECT_EQ(body["Labels"]["com.docker.compose.image"], "sha256:api");
    for (const auto& task : run().what.tasks)
        if (task.op.what == plan::action::remove_container) {
            EXPECT_TRUE(task.op.only_stopped);
            EXPECT_FALSE(task.op.volumes);
        }
}

TEST_F(Converge, MakesAnewWhatHasAnotherImageOrIsOffItsNetworkOrWithoutItsVolume) {
    p.volumes["data"].name = "shop_data";
    o.volumes = {{"shop_data", "shop", compose::volume_hash(p.volumes["data"])}};
    auto& m = p.services["db"].volumes.emplace_back();
    m.source = "data";
    m.target = "/data";
    all_is_there();
    container("db").mounts = {{"volume", "shop_data", "/data", false}};
    EXPECT_THAT(steps(), IsEmpty());
    o.images["web:1"] = "sha256:newer";
    EXPECT_THAT(steps(), Contains("stop container shop-web-1 (its image changed)"));
    o.images["web:1"] = "sha256:web";
    container("api").networks.clear();
    EXPECT_THAT(steps(),
                Contains("stop container shop-api-1 (it is not in the network shop_edge)"));
    container("api").networks["shop_edge"] = "n1";
    container("db").mounts.clear();
    EXPECT_THAT(steps(),
                Contains("stop container shop-db-1 (it does not mount the volume shop_data)"));
}

// As a run leaves it that ends between the creation and the second network.
TEST_F(Converge, PutsIntoAllItsNetworksWhatItStarts) {
    all_is_there();
    auto& web = container("web");
    web.state = web.status = "created";
    web.networks.clear();
    EXPECT_THAT(
        steps(),
        Contains("connect container shop-web-1 to network shop_edge (it is outside of it)"));
    EXPECT_TRUE(waits_for("start container shop-web-1", "connect container shop-web-1"));
    web.state = "restarting";
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("connect container"))));
}

TEST_F(Converge, HandsAnonymousVolumesOn) {
    auto& m = p.services["db"].volumes.emplace_back();
    m.target = "/cache";
    all_is_there();
    container("db").mounts = {{"volume", "f00", "/cache", false},
                              {"volume", "ba7", "/var/lib/db", false},
                              {"tmpfs", "", "/tmp", false}};
    p.services["db"].environment["NEW"] = "1";
    const auto what = run();
    const auto body = body_of(what, "0123456789ab_shop-db-1");
    EXPECT_EQ(body["HostConfig"]["Mounts"],
              nlohmann::json::parse(R"([{"Type":"volume","Source":"f00","Target":"/cache"}])"));
    const auto& create = what.what.tasks.front().op;
    EXPECT_EQ(create.image, "db:1") << "whether /var/lib/db is its volume is to be asked";
    EXPECT_THAT(create.origin.if_of_image,
                ElementsAre(plan::observed_mount{"volume", "ba7", "/var/lib/db", false}));
    options.inherit_volumes = false;
    EXPECT_THAT(run().what.tasks.front().op.origin.if_of_image, IsEmpty());
}

TEST_F(Converge, RestartsBehindWhatIsMadeAnewWhoAsksForThat) {
    p.services["api"].depends_on["db"].restart = true;
    all_is_there();
    p.services["db"].labels["new"] = "1";
    const auto all = steps();
    EXPECT_THAT(all, Contains("stop container shop-api-1 (what it depends on is made anew)"));
    EXPECT_THAT(all, Contains("start container shop-api-1 (it was stopped)"));
    EXPECT_THAT(all, Not(Contains(HasSubstr("shop-web-1"))));
    EXPECT_TRUE(waits_for("stop container shop-db-1", "stop container shop-api-1"));
    EXPECT_TRUE(waits_for("start container shop-api-1", "wait until healthy: shop-db-1"));
}

TEST_F(Converge, CompletesARecreateThatWasCutOffAnywhere) {
    all_is_there();
    p.services["web"].environment["NEW"] = "1";
    auto made = container("web");
    made.id = "fedcba9876543210";
    made.name = "0123456789ab_shop-web-1";
    made.config_hash = plan::config_hash(p, p.services["web"]);
    made.state = made.status = "created";
    o.containers.push_back(made);
    EXPECT_THAT(steps(),
                ElementsAre("stop container shop-web-1 (another takes its place)",
                            "remove container shop-web-1 (another takes its place)",
                            "rename container 0123456789ab_shop-web-1 to shop-web-1 (it takes the "
                            "place of the old one)",
                            "start container shop-web-1 (it is there, but created)"));
    EXPECT_TRUE(waits_for("rename container", "remove container shop-web-1"));
    std::erase_if(o.containers, [](const auto& c) { return c.name == "shop-web-1"; });
    EXPECT_THAT(steps(),
                ElementsAre("rename container 0123456789ab_shop-web-1 to shop-web-1 (it takes the "
                            "place of the old one)",
                            "start container shop-web-1 (it is there, but created)"));
}

TEST_F(Converge, MakesANetworkAnewWhoseDefinitionChanged) {
    all_is_there();
    p.networks["edge"].internal = true;
    const auto all = steps();
    for (const auto* name : {"shop-db-1", "shop-api-1", "shop-web-1"}) {
        const std::string c = name;
        EXPECT_THAT(all,
                    Contains("stop container " + c + " (the definition of its network changed)"));
        EXPECT_THAT(all, Contains("connect container " + c + " to network shop_edge"));
        EXPECT_THAT(all, Contains("start container " + c + " (it was stopped)"));
    }
    EXPECT_TRUE(waits_for("stop container shop-db-1", "stop container shop-web-1"));
    EXPECT_TRUE(waits_for("remove network shop_edge", "disconnect container shop-db-1"));
    EXPECT_TRUE(waits_for("connect container shop-db-1", "create network shop_edge"));
    for (const auto& task : run().what.tasks)
        if (task.op.what == plan::action::connect_network) {
            EXPECT_THAT(task.op.body, HasSubstr("Aliases")) << "docker compose loses them";
        }
}

TEST_F(Converge, LeavesANetworkAloneOnWhichSomethingServes) {
    all_is_there();
    p.networks["edge"].internal = true;
    options.spared = {"web"};
    EXPECT_THAT(steps(), IsEmpty());
    EXPECT_THAT(run().notes, ElementsAre(HasSubstr("shop-web-1, which serves, is on it")));
}

TEST_F(Converge, NeverMakesWhatIsSparedAnewWhileItRuns) {
    all_is_there();
    for (auto& [name, s] : p.services)
        s.environment["NEW"] = "1";
    options.spared = {"api"};
    options.left_running = {"web"};
    options.services = {"api", "web"};
    EXPECT_THAT(steps(), IsEmpty());
    EXPECT_THAT(run().left_alone, ElementsAre("api", "web"));
    container("api").state = "exited";
    EXPECT_THAT(steps(), Contains("remove container shop-api-1 (its configuration changed)"));
    options.as_they_are = {container("api").id};
    EXPECT_THAT(steps(), ElementsAre("start container shop-api-1 (it is there, but exited)"));
}

TEST_F(Converge, ScalesUpBehindTheHighestNumberAndDownFromIt) {
    options.services = {"db"};
    network_is_there();
    there("db", 1);
    there("db", 3);
    p.services["db"].scale = 3;
    EXPECT_THAT(steps(), ElementsAre("create container shop-db-4 (not there yet)",
                                     "start container shop-db-4"));
    p.services["db"].scale = 1;
    EXPECT_THAT(steps(), ElementsAre("stop container shop-db-3 (there are enough)",
                                     "remove container shop-db-3 (there are enough)"));
    container("db").config_hash = "old";
    EXPECT_THAT(steps(), ElementsAre("stop container shop-db-1 (there are enough)",
                                     "remove container shop-db-1 (there are enough)"));
    options.spared = {"db"};
    EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(Converge, TellsOfOrphansOrRemovesThem) {
    all_is_there();
    p.services.erase("web");
    options.services = {"db", "api"};
    plan::observed_container one_off;
    one_off.name = "shop-db-run-1";
    one_off.state = "running";
    o.one_offs = {one_off};
    EXPECT_THAT(steps(), IsEmpty());
    EXPECT_THAT(run().orphans, ElementsAre("shop-web-1"));
    options.remove_orphans = true;
    EXPECT_THAT(steps(),
                ElementsAre("stop container shop-web-1 (its service is not in the file)",
                            "remove container shop-web-1 (its service is not in the file)"));
    o.one_offs.front().state = "exited";
    EXPECT_THAT(steps(), Contains(HasSubstr("remove container shop-db-run-1")));
}

TEST_F(Converge, WaitsForAJobToComplete) {
    p.services["api"].depends_on["db"].condition = "service_completed_successfully";
    all_is_there();
    container("db").state = "exited";
    container("db").status = "Exited (0) 2 hours ago";
    container("api").state = "exited";
    EXPECT_THAT(steps(), ElementsAre("start container shop-db-1 (it is there, but exited)",
                                     "wait until complete: shop-db-1 (api depends on it)",
                                     "start container shop-api-1 (it is there, but exited)"));
}

TEST_F(Converge, ADependencyThatIsNotRequiredMayFail) {
    p.services["api"].depends_on["db"].required = false;
    const auto what = run().what;
    const auto wait = std::find_if(what.tasks.begin(), what.tasks.end(), [](const auto& task) {
        return task.op.what == plan::action::wait_healthy;
    });
    ASSERT_NE(wait, what.tasks.end());
    EXPECT_TRUE(wait->op.optional);
}

TEST_F(Converge, WhatSharesANamespaceIsMadeAnewWithTheOther) {
    sidecar().depends_on["web"].restart = true;
    options.services = {"db", "api", "web", "sidecar"};
    all_is_there();
    sidecar_is_there();
    EXPECT_THAT(steps(), IsEmpty()) << "the id of the other is part of its configuration";
    p.services["web"].environment["NEW"] = "1";
    const auto what = run().what;
    const auto create = std::find_if(what.tasks.begin(), what.tasks.end(), [](const auto& task) {
        return task.op.what == plan::action::create_container && task.op.service == "sidecar";
    });
    ASSERT_NE(create, what.tasks.end());
    EXPECT_EQ(create->op.references, (std::map<std::string, std::string>{{"web", "shop-web-1"}}));
    EXPECT_TRUE(waits_for("create container 0123456789ab_shop-sidecar-1", "rename container"));
}

TEST_F(Converge, ByForceAnewOrNever) {
    all_is_there();
    options.named = plan::recreate::always;
    options.dependencies = {"db", "api"};
    EXPECT_THAT(steps(), Contains("stop container shop-web-1 (asked for)"));
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("shop-db-1"))));
    options.others = plan::recreate::always;
    EXPECT_THAT(steps(), Contains("stop container shop-db-1 (asked for)"));
    p.services["web"].environment["NEW"] = "1";
    options.named = options.others = plan::recreate::never;
    EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(Converge, WithoutStartingMakesOnlyWhatIsMissing) {
    options.start = false;
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("start container"))));
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("wait until"))));
    EXPECT_THAT(steps(), Contains("create container shop-web-1 (not there yet)"));
}

TEST_F(Converge, WaitsAtTheEndForAllOrForWhatWasStarted) {
    all_is_there();
    options.wait = plan::waiting::for_started;
    EXPECT_THAT(steps(), IsEmpty());
    options.wait = plan::waiting::all;
    EXPECT_THAT(steps(),
                ElementsAre("wait until healthy: shop-db-1", "wait until healthy: shop-api-1",
                            "wait until healthy: shop-web-1"));
}

TEST_F(Converge, LeavesAVolumeAloneWhoseDefinitionChanged) {
    p.volumes["data"].name = "shop_data";
    auto& m = p.services["db"].volumes.emplace_back();
    m.source = "data";
    m.target = "/data";
    all_is_there();
    container("db").mounts = {{"volume", "shop_data", "/data", false}};
    o.volumes = {{"shop_data", "shop", "another"}};
    EXPECT_THAT(steps(), IsEmpty());
    EXPECT_THAT(run().notes, ElementsAre(HasSubstr("would lose its data")));
}

}  // namespace
