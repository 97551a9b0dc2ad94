#include <rollout/plan/create_request.hpp>
#include <rollout/plan/update.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using namespace plan;
using testing::ElementsAre;
using testing::IsEmpty;

class Update : public testing::Test {
  protected:
    Update() {
        p_.name = "shop";
        p_.services["worker"].name = "worker";
        p_.services["worker"].image = "worker:1";
        seen_.images["worker:1"] = "sha256:new";
    }

    observed_container& has(const std::string& name, const std::string& state = "running") {
        auto& c = seen_.containers.emplace_back();
        c.id = "0123456789abcdef";
        c.name = name;
        c.service = "worker";
        c.state = state;
        c.config_hash = config_hash(p_, p_.services["worker"]);
        c.image_id = "sha256:new";
        return c;
    }

    std::vector<std::string> update(const std::set<std::string>& built = {}) const {
        return text_of(update_operations(p_, seen_, {"worker"}, built));
    }
    std::vector<std::string> settle(const std::vector<std::string>& but = {},
                                    update_was how = update_was::cut_off) const {
        return text_of(settle_updates(p_, seen_, but, how));
    }

    static std::vector<std::string> text_of(const operations& all) {
        std::vector<std::string> lines;
        for (const auto& op : all)
            lines.push_back(to_string(op));
        return lines;
    }

    compose::project p_;
    observed seen_;
};

constexpr const char* kept = "0123456789ab_shop-worker-1";

TEST_F(Update, OfWhatIsAsTheFileSaysIsEmpty) {
    has("shop-worker-1");
    EXPECT_THAT(update(), IsEmpty());
}

TEST_F(Update, KeepsTheOldContainerAsideUntilTheNewOneIsHealthy) {
    has("shop-worker-1").config_hash = "another";
    EXPECT_THAT(update(),
                ElementsAre("rename container shop-worker-1 to 0123456789ab_shop-worker-1 (kept "
                            "until the new one is healthy)",
                            "stop container 0123456789ab_shop-worker-1",
                            "create container shop-worker-1 (its configuration changed)",
                            "start container shop-worker-1", "wait until healthy: shop-worker-1"));
}

TEST_F(Update, FollowsTheImageToo) {
    has("shop-worker-1").image_id = "sha256:old";
    EXPECT_THAT(update(), testing::Contains("create container shop-worker-1 (its image changed)"));
    seen_.containers.front().image_id = "sha256:new";
    EXPECT_THAT(update({"worker"}),
                testing::Contains("create container shop-worker-1 (its image is built anew)"));
}

TEST_F(Update, MakesWhatIsNotThere) {
    EXPECT_THAT(update(),
                ElementsAre("create container shop-worker-1 (not there yet)",
                            "start container shop-worker-1", "wait until healthy: shop-worker-1"));
}

TEST_F(Update, OfWhichAllIsWellIsSettledByRemovingTheOldContainer) {
    has(kept, "exited");
    has("shop-worker-1");
    EXPECT_THAT(settle(), ElementsAre("remove container 0123456789ab_shop-worker-1 (its successor "
                                      "is well)"));
}

TEST_F(Update, WhoseSuccessorIsNotHealthyIsSettledByTheOldContainer) {
    has(kept, "exited");
    has("shop-worker-1").status = "Up 3 seconds (unhealthy)";
    EXPECT_THAT(settle(), ElementsAre("remove container shop-worker-1 (it is not well)",
                                      testing::StartsWith("rename container 0123456789ab_shop"),
                                      "start container shop-worker-1 (as it was)"));
    // One that was just found healthy: the engine itself may take its time to say so.
    seen_.containers.back().status = "Up 1 second (health: starting)";
    EXPECT_EQ(settle({}, update_was::carried_out).size(), 1u);
}

TEST_F(Update, NeverMadeAnythingOfAColor) {
    has(kept, "exited");
    EXPECT_THAT(settle({"worker"}), IsEmpty());
}

TEST_F(Update, NamesWhatItGaveBack) {
    has(kept, "exited");
    EXPECT_THAT(given_back(settle_updates(p_, seen_, {}, update_was::cut_off)),
                ElementsAre("shop-worker-1"));
    has("shop-worker-1");
    EXPECT_THAT(given_back(settle_updates(p_, seen_, {}, update_was::cut_off)), IsEmpty());
}

TEST_F(Update, OfLongAgoIsNotUndone) {
    has(kept, "exited");
    has("shop-worker-1").status = "Up 2 seconds (unhealthy)";
    EXPECT_THAT(settle({}, update_was::long_ago),
                ElementsAre("remove container 0123456789ab_shop-worker-1 (its successor is well)"));
    seen_.containers.back().state = "exited";
    EXPECT_THAT(settle({}, update_was::long_ago), IsEmpty());
    seen_.containers.pop_back();
    EXPECT_EQ(settle({}, update_was::long_ago).size(), 2u) << "the old one comes back";
}

TEST_F(Update, StartsAnOldContainerAnewThatMayBeAboutToEnd) {
    has(kept, "running");
    EXPECT_THAT(settle(), ElementsAre("stop container 0123456789ab_shop-worker-1",
                                      testing::StartsWith("rename container 0123456789ab_shop"),
                                      "start container shop-worker-1 (as it was)"));
}

TEST_F(Update, EndsReplicasThatAreTooMany) {
    has("shop-worker-1");
    has("shop-worker-2").number = 2;
    EXPECT_THAT(text_of(surplus_operations(p_, seen_, {"worker"})),
                ElementsAre("stop container shop-worker-2 (there are enough)",
                            "remove container shop-worker-2 (there are enough)"));
}

TEST_F(Update, WhoseSuccessorDoesNotRunIsSettledByTheOldContainer) {
    has(kept, "exited");
    const std::vector<std::string> back = {
        "rename container 0123456789ab_shop-worker-1 to shop-worker-1 (its successor is not well)",
        "start container shop-worker-1 (as it was)"};
    EXPECT_EQ(settle(), back);
    has("shop-worker-1", "created");
    auto with_removal = back;
    with_removal.insert(with_removal.begin(), "remove container shop-worker-1 (it is not well)");
    EXPECT_EQ(settle(), with_removal);
}

TEST_F(Update, LeavesAloneWhatItDidNotMake) {
    has("shop-worker-1", "exited");
    has("ffff_shop-worker-1", "exited");
    EXPECT_THAT(settle(), IsEmpty());
}

}  // namespace
