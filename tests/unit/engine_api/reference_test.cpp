#include "wire/reference.hpp"

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

std::string split(const std::string& reference) {
    const auto parts = split_reference(reference);
    return parts.name + " | " + parts.tag;
}

TEST(Reference, SplitsNameAndTag) {
    EXPECT_EQ(split("app"), "app | latest");
    EXPECT_EQ(split("app:2"), "app | 2");
    EXPECT_EQ(split("team/app:2"), "team/app | 2");
    EXPECT_EQ(split("host.example:5000/app"), "host.example:5000/app | latest");
    EXPECT_EQ(split("host.example:5000/app:2"), "host.example:5000/app | 2");
    EXPECT_EQ(split("app@sha256:ff"), "app | sha256:ff");
    EXPECT_EQ(split("host:1/app:2@sha256:ff"), "host:1/app:2 | sha256:ff");
}

TEST(Reference, FirstPartIsARegistryWhenItLooksLikeAHost) {
    EXPECT_EQ(registry_of("app:2"), "");
    EXPECT_EQ(registry_of("team/app"), "");
    EXPECT_EQ(registry_of("localhost/app"), "localhost");
    EXPECT_EQ(registry_of("host.example/team/app"), "host.example");
    EXPECT_EQ(registry_of("host:5000/app"), "host:5000");
}

}  // namespace
}  // namespace engine_api::wire
