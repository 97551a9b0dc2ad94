#include <rollout/engine_work/lock.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using rollout::engine_work::is_gone;
using rollout::engine_work::this_process;

/// Of a process whose name holds no parenthesis.
std::string start_of(int pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string field;
    for (int i = 1; i <= 22; ++i)
        in >> field;
    return field;
}

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

// Of a container whose first process asks nobody how its children ended.
TEST(LockOwner, AZombieIsGone) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const int child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        char byte = 0;
        ::close(ends[1]);
        ::_exit(::read(ends[0], &byte, 1) == 0 ? 0 : 1);
    }
    auto owner = this_process();
    owner.pid = child;
    owner.process_start = start_of(child);
    EXPECT_FALSE(is_gone(owner));
    ::close(ends[1]);
    ::close(ends[0]);
    siginfo_t info{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
    EXPECT_TRUE(is_gone(owner));
    ::waitpid(child, nullptr, 0);
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
