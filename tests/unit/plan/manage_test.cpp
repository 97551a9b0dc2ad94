#include "converge_fixture.hpp"

#include <rollout/plan/manage.hpp>

#include <gmock/gmock.h>

#include <stdexcept>

namespace plan_tests {

namespace {

using plan::verb;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// db <- api <- web, all of them running.
class Manage : public Converge {
  protected:
    Manage() {
        all_is_there();
        container("db").status = "Up 3 minutes (healthy)";
    }

    plan::managed manage(verb what, std::set<std::string> services = {}) {
        how.what = what;
        how.services = std::move(services);
        return plan::manage(p, o, how);
    }

    lines texts(verb what, std::set<std::string> services = {}) {
        lines all;
        for (const auto& op : plan::operations_of(manage(what, std::move(services)).what))
            all.push_back(plan::to_string(op));
        return all;
    }

    void stop_all() {
        for (auto& c : o.containers)
            c.state = "exited";
    }

    plan::manage_options how;
};

TEST_F(Manage, AStopEndsThoseFirstThatDependOnOthers) {
    EXPECT_THAT(texts(verb::stop),
                ElementsAre("stop container shop-web-1", "stop container shop-api-1",
                            "stop container shop-db-1"));
    const auto g = manage(verb::stop).what;
    EXPECT_THAT(g.tasks[2].after, testing::Contains(1u));
}

TEST_F(Manage, AStopRunsTheHooksAndIsAboutWhatLives) {
    p.services["api"].pre_stop.emplace_back();
    container("db").state = "exited";
    const auto g = manage(verb::stop, {"api", "db"}).what;
    ASSERT_EQ(g.tasks.size(), 1u);
    EXPECT_EQ(g.tasks[0].op.hooks.size(), 1u);
}

TEST_F(Manage, AStartTakesDependenciesAlongAndWaitsForThem) {
    stop_all();
    EXPECT_THAT(texts(verb::start, {"api"}),
                ElementsAre("start container shop-db-1",
                            "wait until healthy: shop-db-1 (api depends on it)",
                            "start container shop-api-1"));
    const auto g = manage(verb::start, {"api"}).what;
    EXPECT_THAT(g.tasks[1].after, ElementsAre(0u));
    EXPECT_THAT(g.tasks[2].after, ElementsAre(1u));
}

TEST_F(Manage, AStartPutsFilesIntoTheContainerBefore) {
    stop_all();
    p.secrets["key"].content = "s3cret";
    auto& use = p.services["db"].secrets.emplace_back();
    use.source = "key";
    const auto g = manage(verb::start, {"db"}).what;
    ASSERT_EQ(g.tasks.size(), 2u);
    EXPECT_EQ(g.tasks[0].op.what, plan::action::put_file);
    EXPECT_THAT(g.tasks[1].after, ElementsAre(0u));
}

TEST_F(Manage, AStartNamesServicesWithoutAContainer) {
    stop_all();
    std::erase_if(o.containers, [](const auto& c) { return c.service == "web"; });
    EXPECT_THAT(manage(verb::start).missing, ElementsAre("web"));
    p.services["web"].scale = 0;
    EXPECT_THAT(manage(verb::start).missing, IsEmpty());
}

TEST_F(Manage, WhatIsBehindAProfileIsStartedByItsNameOnly) {
    stop_all();
    p.services["web"].profiles = {"front"};
    EXPECT_THAT(texts(verb::start), testing::Not(testing::Contains("start container shop-web-1")));
    EXPECT_THAT(texts(verb::start, {"web"}), testing::Contains("start container shop-web-1"));
}

TEST_F(Manage, ARestartTakesThoseAlongThatAskForIt) {
    EXPECT_THAT(texts(verb::restart, {"db"}), ElementsAre("restart container shop-db-1"));
    p.services["api"].depends_on["db"].restart = true;
    EXPECT_THAT(texts(verb::restart, {"db"}),
                ElementsAre("restart container shop-db-1",
                            "wait until healthy: shop-db-1 (api depends on it)",
                            "restart container shop-api-1"));
    how.with_dependents = false;
    EXPECT_THAT(texts(verb::restart, {"db"}), ElementsAre("restart container shop-db-1"));
}

TEST_F(Manage, ARestartRunsBothHooksAndTheFirstOnlyInWhatRuns) {
    p.services["db"].pre_stop.emplace_back();
    p.services["db"].post_start.emplace_back();
    const auto running = manage(verb::restart, {"db"}).what.tasks.at(0).op;
    EXPECT_EQ(running.hooks.size(), 1u);
    EXPECT_EQ(running.hooks_after_restart.size(), 1u);
    stop_all();
    const auto stopped = manage(verb::restart, {"db"}).what.tasks.at(0).op;
    EXPECT_THAT(stopped.hooks, IsEmpty());
    EXPECT_EQ(stopped.hooks_after_restart.size(), 1u);
}

TEST_F(Manage, AKillReachesOneOffsAndOrphansIfAsked) {
    auto one_off = container("db");
    one_off.name = "shop-db-run-1";
    o.one_offs = {one_off};
    auto orphan = container("db");
    orphan.service = "old";
    orphan.name = "shop-old-1";
    o.containers.push_back(orphan);
    container("web").state = "exited";
    how.signal = "SIGHUP";
    EXPECT_THAT(texts(verb::kill),
                UnorderedElementsAre("kill container shop-db-1 with SIGHUP",
                                     "kill container shop-api-1 with SIGHUP",
                                     "kill container shop-db-run-1 with SIGHUP"));
    how.orphans = true;
    EXPECT_THAT(texts(verb::kill), testing::Contains("kill container shop-old-1 with SIGHUP"));
}

TEST_F(Manage, APauseIsAboutWhatRunsAndItsEndAboutWhatIsPaused) {
    container("db").state = "paused";
    EXPECT_THAT(texts(verb::pause),
                ElementsAre("pause container shop-api-1", "pause container shop-web-1"));
    EXPECT_THAT(texts(verb::unpause), ElementsAre("unpause container shop-db-1"));
}

TEST_F(Manage, ARemovalIsAboutWhatHasStopped) {
    EXPECT_THAT(texts(verb::remove), IsEmpty());
    container("api").state = "exited";
    how.volumes = true;
    const auto g = manage(verb::remove).what;
    ASSERT_EQ(g.tasks.size(), 1u);
    EXPECT_EQ(g.tasks[0].op.target.name, "shop-api-1");
    EXPECT_TRUE(g.tasks[0].op.volumes);
    EXPECT_TRUE(g.tasks[0].op.only_stopped);
}

TEST_F(Manage, ARemovalMayStopFirst) {
    how.stop_first = true;
    EXPECT_THAT(texts(verb::remove, {"web"}),
                ElementsAre("stop container shop-web-1", "remove container shop-web-1"));
}

TEST_F(Manage, ServicesCanBeLeftAlone) {
    how.left_alone = {"api", "web"};
    EXPECT_THAT(texts(verb::stop), ElementsAre("stop container shop-db-1"));
}

TEST_F(Manage, AnUnknownServiceIsRefused) {
    EXPECT_THROW(manage(verb::stop, {"none"}), std::invalid_argument);
}

}  // namespace

}  // namespace plan_tests
