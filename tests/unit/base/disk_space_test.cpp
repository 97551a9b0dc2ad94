#include <rollout/base/disk_space.hpp>

#include <gtest/gtest.h>

namespace {

using rollout::base::free_bytes;

TEST(DiskSpace, OfAPathThatIsNotThereIsThatOfTheFolderAboveIt) {
    ASSERT_TRUE(free_bytes("/"));
    EXPECT_GT(*free_bytes("/tmp/not/there/yet"), 0u);
}

// A disk that nothing can be written to, on every Linux.
TEST(DiskSpace, OfAFullDiskIsNone) {
    EXPECT_EQ(free_bytes("/proc/self/status"), 0u);
}

}  // namespace
