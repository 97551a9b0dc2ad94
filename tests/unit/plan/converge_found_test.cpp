// What is there already, as other runs and other hands left it.
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

// Each pair counts as one; the new one has the volumes of the old one.
TEST_F(Converge, EndsWhatARunThatWasCutOffLeftBesideItsSuccessor) {
    all_is_there();
    p.services["web"].scale = 2;
    container("web").id = "aaaaaaaaaaaaaaaa";
    there("web", 2).id = "bbbbbbbbbbbbbbbb";
    there("web", 1).name = "aaaaaaaaaaaa_shop-web-1";
    o.containers.back().state = "created";
    there("web", 2).name = "bbbbbbbbbbbb_shop-web-2";
    o.containers.back().state = "created";
    const std::string cause = " (another takes its place)";
    const std::string place = " (it takes the place of the old one)";
    EXPECT_THAT(steps(),
                UnorderedElementsAre(
                    "stop container shop-web-1" + cause, "remove container shop-web-1" + cause,
                    "stop container shop-web-2" + cause, "remove container shop-web-2" + cause,
                    "rename container aaaaaaaaaaaa_shop-web-1 to shop-web-1" + place,
                    "rename container bbbbbbbbbbbb_shop-web-2 to shop-web-2" + place,
                    "start container shop-web-1 (it is there, but created)",
                    "start container shop-web-2 (it is there, but created)"));
    EXPECT_TRUE(waits_for("rename container aaaaaaaaaaaa_", "remove container shop-web-1"));
}

// It was taken off the network while the engine removed it.
TEST_F(Converge, EndsWhatGoesBeforeItsNetworkIsMadeAnew) {
    all_is_there();
    there("web", 2);
    p.networks["edge"].internal = true;
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("disconnect container shop-web-2"))));
    EXPECT_TRUE(waits_for("remove network shop_edge", "remove container shop-web-2"));
}

// It was stopped, and nobody started it again.
TEST_F(Converge, LeavesANetworkAloneOnWhichSomethingRunsThatIsNotBroughtUp) {
    all_is_there();
    p.networks["edge"].internal = true;
    options.services = {"db", "api"};
    EXPECT_THAT(steps(), IsEmpty());
    EXPECT_THAT(run().notes,
                ElementsAre(HasSubstr("shop-web-1, which this run does not bring up, runs on it")));
    container("web").state = "exited";
    EXPECT_THAT(steps(), Contains("remove network shop_edge (its definition changed)"));
}

TEST_F(Converge, ANetworkThatIsMadeAnewNeedsNoOrphanThatIsEndedBefore) {
    all_is_there();
    p.networks["edge"].internal = true;
    there("db").name = "shop-gone-1";
    o.containers.back().service = "gone";
    options.remove_orphans = true;
    EXPECT_THAT(steps(), Not(Contains(HasSubstr("disconnect container shop-gone-1"))));
    EXPECT_THAT(steps(), Contains("remove network shop_edge (its definition changed)"));
}

TEST_F(Converge, StartsAndAwaitsAContainerByTheNameThatItHas) {
    all_is_there();
    container("db").name = "shop_db_1";
    container("db").state = "exited";
    container("api").state = "exited";
    EXPECT_THAT(steps(), ElementsAre("start container shop_db_1 (it is there, but exited)",
                                     "wait until healthy: shop_db_1 (api depends on it)",
                                     "start container shop-api-1 (it is there, but exited)"));
}

TEST_F(Converge, MakesAndRemovesNothingWhenToldSo) {
    all_is_there();
    there("web", 2).state = "exited";
    container("db").state = "exited";
    p.networks["edge"].internal = true;
    service("worker");
    options.services.emplace_back("worker");
    options.named = plan::recreate::never;
    options.make = false;
    EXPECT_THAT(steps(), ElementsAre("start container shop-db-1 (it is there, but exited)",
                                     "start container shop-web-2 (it is there, but exited)"));
}

TEST_F(Converge, WhatSharesANamespaceAloneSharesThatOfTheContainerThatIsThere) {
    sidecar();
    options.services = {"sidecar"};
    EXPECT_THROW(steps(), std::invalid_argument);
    all_is_there();
    sidecar_is_there();
    EXPECT_THAT(steps(), IsEmpty());
}

}  // namespace
