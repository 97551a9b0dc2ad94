// The file in the lock's container that says until when the lock holds.
#include <support/engine/tar.hpp>

#include <gtest/gtest.h>

#include <engine_work/lease.hpp>

namespace {

using namespace rollout::engine_work;

TEST(Lease, IsATarOfOneSmallFile) {
    const auto tar = lease_tar(1'767'225'600);
    EXPECT_EQ(tar.size(), 4u * 512);
    const auto files = support::engine::read_tar(tar);
    ASSERT_TRUE(files);
    ASSERT_EQ(files->size(), 1u);
    EXPECT_EQ(files->front().name, "rollout-lease");
    EXPECT_FALSE(files->front().folder);
    EXPECT_EQ(files->front().mode & 0777u, 0644u);
    EXPECT_EQ(expiry_in(files->front().content), 1'767'225'600);
}

TEST(Lease, WithoutATimeSaysNone) {
    EXPECT_EQ(expiry_in("12\n"), 12);
    EXPECT_EQ(expiry_in(""), std::nullopt);
    EXPECT_EQ(expiry_in("soon\n"), std::nullopt);
    EXPECT_EQ(expiry_in("99999999999999999999\n"), std::nullopt);
}

}  // namespace
