#include <gtest/gtest.h>

#include <engine_work/lock_labels.hpp>

namespace {

using namespace rollout::engine_work;

lock_owner ann() {
    return {"ann@ci", "another kernel", 42, "7"};
}

lock_labels made_by(const lock_owner& owner, const std::string& purpose, std::int64_t now,
                    const lock_labels& more = {}) {
    lock_options options;
    options.purpose = purpose;
    options.labels = more;
    return labels_of_lock("shop", options, {}, owner, now);
}

TEST(LockLabels, TellWhoTookTheLockAndWhatFor) {
    const auto labels = made_by(ann(), "deploy", 1'000, {{"rollout.deploy.id", "x"}});
    const auto lock = view_of_labels(labels);
    EXPECT_EQ(lock.owner, "ann@ci");
    EXPECT_EQ(lock.pid, 42);
    EXPECT_EQ(lock.purpose, "deploy");
    EXPECT_EQ(lock.about, "shop");
    EXPECT_TRUE(lock.unfinished.empty());
    EXPECT_EQ(lock.since, 1'000);
    EXPECT_EQ(lock.expires, 1'045);
    EXPECT_FALSE(lock.dead);
    EXPECT_EQ(lock.labels.at("rollout.deploy.id"), "x");
    EXPECT_EQ(lock.labels.at("rollout.lock.project"), "shop");
    EXPECT_EQ(who_began(lock, 1'030), "ann@ci (pid 42) began 'deploy' 30 s ago");
}

TEST(LockLabels, PassOnWhoseRunsDidNotEnd) {
    lock_options options;
    options.about = "blog";
    const auto lock = view_of_labels(labels_of_lock("shop", options, {"shop", "wiki"}, ann(), 1));
    EXPECT_EQ(lock.about, "blog");
    EXPECT_EQ(lock.unfinished, (std::set<std::string>{"shop", "wiki"}));
}

TEST(LockLabels, OfOthersCannotChangeWhatTheLockSays) {
    const auto labels = made_by(ann(), "up", 1'000, {{"rollout.lock.owner", "eve"}});
    EXPECT_EQ(view_of_labels(labels).owner, "ann@ci");
}

TEST(LockLabels, ThatAreMissingOrNoNumbersAreNothingKnown) {
    const auto lock = view_of_labels({{"rollout.lock.pid", "many"}});
    EXPECT_EQ(lock.owner, "");
    EXPECT_EQ(lock.pid, 0);
    EXPECT_EQ(lock.expires, 0);
    EXPECT_FALSE(lock.dead);
}

TEST(LockLabels, OfAnOwnerThatIsGoneFromThisHostAreThoseOfADeadLock) {
    auto gone = this_process();
    gone.process_start = "1";
    EXPECT_TRUE(view_of_labels(made_by(gone, "up", unix_now())).dead);
}

TEST(LockExpiry, IsJudgedLateBecauseClocksDiffer) {
    EXPECT_FALSE(has_expired(1'000, 1'000));
    EXPECT_FALSE(has_expired(1'000, 1'015));
    EXPECT_TRUE(has_expired(1'000, 1'016));
}

// What is promised: an owner that dies right behind a renewal is followed within a minute.
TEST(LockExpiry, ComesWithinAMinute) {
    EXPECT_LE(lease_seconds + clock_tolerance_seconds, 60);
}

}  // namespace
