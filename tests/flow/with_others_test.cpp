// `--with`: services of no color that follow the new version.
#include "deploy_fixture.hpp"

#include <csignal>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace flow;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* worker_container = "rollout-worker-1";

class WithOthers : public Deploy {
  protected:
    void SetUp() override {
        edit_compose_file("  proxy:\n    image",
                          "  worker:\n    image: worker:1\n    environment: {JOBS: one}\n\n"
                          "  proxy:\n    image");
        engine_.add_image("worker:1", {.cmd = {"/worker"}});
        seed();
    }

    /// The sample stack and its worker, as `up` leaves them.
    void seed() {
        const auto text = support::read_file(stack_.compose_file);
        start_stack();
        support::write_file(stack_.compose_file, text);
        ASSERT_EQ(up().code, 0);
        old_ = engine_.container(worker_container).id;
        engine_.forget_requests();
    }

    void change_worker() const { edit_compose_file("JOBS: one", "JOBS: two"); }

    /// Each worker and whether it runs.
    std::vector<std::pair<std::string, bool>> workers() const {
        std::vector<std::pair<std::string, bool>> found;
        for (const auto& c : engine_.containers())
            if (c.name.find("worker") != std::string::npos) found.emplace_back(c.name, c.running());
        return found;
    }

    std::string old_;
};

TEST_F(WithOthers, AServiceThatChangedIsSaidToBeOutOfDateAndLeftAlone) {
    change_worker();
    for (const auto& result : {rollout({"plan"}), deploy()}) {
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr("'worker' runs with another configuration than the "
                                          "file's and is left alone; `--with worker` updates it"));
    }
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    expect_untouched(worker_container);
}

TEST_F(WithOthers, TheyFollowOnceTheNewVersionHasPassed) {
    change_worker();
    const auto result = deploy({"--with", "worker"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, Not(HasSubstr("out of date")));
    EXPECT_LT(result.out.find("smoke: "), result.out.find("start: rename container"));
    EXPECT_THAT(workers(), ElementsAre(std::pair(std::string(worker_container), true)));
    EXPECT_NE(engine_.container(worker_container).id, old_);
    expect_consistent("green");
    expect_no_lock();
}

TEST_F(WithOthers, OneThatIsUpToDateIsLeftAlone) {
    EXPECT_EQ(deploy({"--with", "worker"}).code, 0);
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    expect_untouched(worker_container);
}

TEST_F(WithOthers, OneThatFailsRollsTheNewVersionBackAndServesAsBefore) {
    change_worker();
    engine_.inject("POST", "/containers/rollout-worker-1/start",
                   support::fault::fail(500, "no such device"), support::occurrence::nth(1));
    const auto result = deploy({"--with", "worker"});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no such device"));
    EXPECT_THAT(workers(), ElementsAre(std::pair(std::string(worker_container), true)));
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    expect_consistent("blue");
    expect_no_lock();
}

TEST_F(WithOthers, WhatAHeldVersionBroughtFollowsItsPromotion) {
    change_worker();
    edit_compose_file("  server_parameters: resolve\n",
                      "  server_parameters: resolve\n  with: worker\n");
    ASSERT_EQ(deploy({"--hold"}).code, 0);
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    const auto result = rollout({"promote"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_NE(engine_.container(worker_container).id, old_);
}

TEST_F(WithOthers, AColorOrTheProxyIsNoFurtherService) {
    for (const auto* name : {"app", "app_green", "proxy"}) {
        const auto result = deploy({"--with", name});
        EXPECT_EQ(result.code, 64);
        EXPECT_THAT(result.err, HasSubstr("name services that a deploy would leave alone"));
    }
    EXPECT_EQ(deploy({"--with", "nobody"}).code, 64);
}

TEST_F(WithOthers, NamesNoColorForAPromoteEither) {
    edit_compose_file("  server_parameters: resolve\n",
                      "  server_parameters: resolve\n  with: proxy\n");
    EXPECT_EQ(rollout({"promote"}).code, 64);
    EXPECT_THAT(engine_.mutating_requests(), testing::IsEmpty());
}

// Settling took a successor that still ran for a success, and removed the good one.
TEST_F(WithOthers, AnUnhealthySuccessorThatCannotBeRemovedAtOnceIsNoSuccess) {
    edit_compose_file("image: worker:1",
                      "image: worker:1\n    healthcheck: {test: [CMD, ok], interval: 1s}");
    change_worker();
    support::behaviour sick;
    sick.healthy_after.reset();
    sick.unhealthy_after = std::chrono::milliseconds(20);
    engine_.behave(support::selector::by_service("worker"), sick);
    bool busy = false;
    engine_.on("DELETE", "/containers/*", [&busy](const support::request& r) {
        if (r.container_name != worker_container || std::exchange(busy, true))
            return std::optional<support::reply>();
        return std::optional(support::reply::error(500, "busy"));
    });
    const auto result = deploy({"--with", "worker"});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    EXPECT_THAT(result.err, HasSubstr("rollout-worker-1 runs again as it was"));
}

// One of long ago that could not be removed: nobody wants it back.
TEST_F(WithOthers, AnOldContainerThatIsLeftIsRemovedOnceItCanBe) {
    change_worker();
    bool stuck = true;
    engine_.on("DELETE", "/containers/*", [&stuck](const support::request& r) {
        if (!stuck || r.container_name.find("_rollout-worker") == std::string::npos)
            return std::optional<support::reply>();
        return std::optional(support::reply::error(500, "the file system is busy"));
    });
    auto result = deploy({"--with", "worker"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("is still there: "));
    const auto changed = engine_.container(worker_container).id;
    result = rollout({"rollback"});
    EXPECT_EQ(result.code, 0) << "it is in nobody's way: " << result.err;
    EXPECT_THAT(result.err, HasSubstr("is still there: "));
    stuck = false;
    EXPECT_EQ(deploy().code, 0);
    EXPECT_THAT(workers(), ElementsAre(std::pair(std::string(worker_container), true)));
    EXPECT_EQ(engine_.container(worker_container).id, changed);
}

TEST_F(WithOthers, ASignalMeanwhileTakesAllBack) {
    change_worker();
    bool sent = false;
    engine_.on("POST", "/containers/rollout-worker-1/start", [&sent](const support::request&) {
        if (!std::exchange(sent, true)) std::raise(SIGTERM);
        return std::nullopt;
    });
    const auto result = deploy({"--with", "worker"});
    EXPECT_EQ(result.code, 143) << result.err;
    EXPECT_EQ(engine_.container(worker_container).id, old_);
    expect_consistent("blue");
}

// As a run that was killed there leaves it.
TEST_F(WithOthers, AWorkerIsPutBackAlsoWhereNoLockTellsOfThat) {
    const auto kept = old_.substr(0, 12) + "_rollout-worker-1";
    engine_.call("POST", "/containers/" + old_ + "/stop");
    engine_.call("POST", "/containers/" + old_ + "/rename?name=" + kept);
    EXPECT_EQ(up().code, 0);
    EXPECT_THAT(workers(), ElementsAre(std::pair(std::string(worker_container), true)));
    EXPECT_EQ(engine_.container(worker_container).id, old_);
}

// As a run that was killed there leaves it.
TEST_F(WithOthers, TheRunAfterOneThatWasKilledPutsAWorkerBack) {
    const auto kept = old_.substr(0, 12) + "_rollout-worker-1";
    engine_.call("POST", "/containers/" + old_ + "/stop");
    engine_.call("POST", "/containers/" + old_ + "/rename?name=" + kept);
    engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                 R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                 R"("rollout.lock.purpose":"deploy","rollout.lock.expires":"1"}})");
    const auto result = rollout({"recover"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(workers(), ElementsAre(std::pair(std::string(worker_container), true)));
    EXPECT_EQ(engine_.container(worker_container).id, old_);
}

}  // namespace
