#include <rollout/engine_work/lock.hpp>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using rollout::engine_work::is_gone;
using rollout::engine_work::this_process;

TEST(LockOwner, ThisProcessIsNotGone) {
    EXPECT_FALSE(is_gone(this_process()));
}

TEST(LockOwner, AnEndedProcessOfThisHostIsGone) {
    const int child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    auto owner = this_process();
    owner.pid = child;
    EXPECT_TRUE(is_gone(owner));
}

TEST(LockOwner, AReusedPidIsNotItsFormerOwner) {
    auto owner = this_process();
    owner.process_start = "1";
    EXPECT_TRUE(is_gone(owner));
}

TEST(LockOwner, NothingIsKnownAboutAnotherHost) {
    auto owner = this_process();
    owner.boot = "another kernel";
    owner.process_start = "1";
    EXPECT_FALSE(is_gone(owner));
    owner.boot.clear();
    EXPECT_FALSE(is_gone(owner));
}

}  // namespace
