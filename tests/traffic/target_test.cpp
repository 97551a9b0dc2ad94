#include <gtest/gtest.h>

#include <stdexcept>

#include <traffic/target.hpp>

namespace {

using traffic::parse_target;

TEST(LoadTarget, PortAndPathHaveDefaults) {
    const auto where = parse_target("http://localhost");
    EXPECT_EQ(where.address, "127.0.0.1");
    EXPECT_EQ(where.port, 80);
    EXPECT_EQ(where.path, "/");
    EXPECT_EQ(where.host, "localhost");
}

TEST(LoadTarget, PortAndPathAreRead) {
    const auto where = parse_target("http://127.0.0.2:8080/a/b?c=d");
    EXPECT_EQ(where.address, "127.0.0.2");
    EXPECT_EQ(where.port, 8080);
    EXPECT_EQ(where.path, "/a/b?c=d");
    EXPECT_EQ(where.host, "127.0.0.2:8080");
}

TEST(LoadTarget, AnIpv6LoopbackAddressIsRead) {
    EXPECT_EQ(parse_target("http://[::1]:81/").address, "::1");
    EXPECT_EQ(parse_target("http://[::1]:81/").port, 81);
    EXPECT_EQ(parse_target("http://[::1]/").port, 80);
}

TEST(LoadTarget, OtherMachinesAreRefused) {
    for (const auto* url :
         {"http://192.0.2.1/", "http://10.0.0.1:8080/", "http://0.0.0.0/", "http://[2001:db8::1]/",
          "http://example.org/", "http://localhost.example.org/", "http://127.0.0.1@192.0.2.1/"}) {
        EXPECT_THROW(parse_target(url), std::invalid_argument) << url;
    }
}

TEST(LoadTarget, WhatIsNoHttpUrlIsRefused) {
    for (const auto* url :
         {"", "127.0.0.1:80", "https://127.0.0.1/", "http://127.0.0.1:x/", "http://127.0.0.1:0/",
          "http://127.0.0.1:70000/", "http://127.0.0.1:/"}) {
        EXPECT_THROW(parse_target(url), std::invalid_argument) << url;
    }
}

}  // namespace
