#include "wire/gates.hpp"

#include <engine_api/error.hpp>

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

std::string refusal(document kind, const char* body, const char* version) {
    try {
        const auto fitted = fit(kind, body, version);
        return "sent: " + fitted.body;
    } catch (const error& e) {
        EXPECT_EQ(e.kind(), error_kind::unsupported);
        return e.what();
    }
}

const char* const tuned = R"({"Healthcheck":{"StartInterval":5,"Retries":1},"Image":"a"})";

TEST(Gates, AFieldThatOnlyTunesIsLeftOutAndNamed) {
    const auto fitted = fit(document::container, tuned, "1.41");
    EXPECT_EQ(fitted.body, R"({"Healthcheck":{"Retries":1},"Image":"a"})");
    ASSERT_EQ(fitted.left_out.size(), 1u);
    EXPECT_EQ(fitted.left_out[0],
              "Healthcheck.StartInterval is left out: it needs API 1.44, this engine speaks 1.41");
}

TEST(Gates, AnEngineThatKnowsTheFieldGetsTheVeryBytes) {
    for (const char* version : {"1.44", "1.55"}) {
        const auto fitted = fit(document::container, tuned, version);
        EXPECT_EQ(fitted.body, tuned);
        EXPECT_TRUE(fitted.left_out.empty());
    }
}

TEST(Gates, NothingToLeaveOutLeavesTheBytesAlone) {
    const char* const body = "{ \"Image\" : \"a\" }";
    EXPECT_EQ(fit(document::container, body, "1.41").body, body);
}

TEST(Gates, AFieldThatTheResultDependsOnIsRefused) {
    const char* const body =
        R"({"HostConfig":{"Mounts":[{"Type":"bind"},{"VolumeOptions":{"Subpath":"x"}}]}})";
    EXPECT_EQ(refusal(document::container, body, "1.44"),
              "HostConfig.Mounts.*.VolumeOptions.Subpath needs API 1.45, this engine speaks 1.44");
    EXPECT_EQ(refusal(document::container, body, "1.45"), std::string("sent: ") + body);
    EXPECT_EQ(refusal(document::network, R"({"EnableIPv4":false})", "1.47"),
              "EnableIPv4 needs API 1.48, this engine speaks 1.47");
    EXPECT_EQ(
        refusal(document::network_connection, R"({"EndpointConfig":{"GwPriority":1}})", "1.41"),
        "EndpointConfig.GwPriority needs API 1.48, this engine speaks 1.41");
}

TEST(Gates, AnAddressThatAConnectPassesOverIsRefused) {
    const char* const body = R"({"EndpointConfig":{"MacAddress":"02:42:ac:11:00:02"}})";
    EXPECT_EQ(refusal(document::network_connection, body, "1.53"),
              "EndpointConfig.MacAddress needs API 1.54, this engine speaks 1.53");
    EXPECT_EQ(refusal(document::network_connection, body, "1.54"), std::string("sent: ") + body);
}

TEST(Gates, AValueThatMeansNothingIsNoQuestion) {
    const char* const body =
        R"({"HostConfig":{"Mounts":[{"VolumeOptions":{"Subpath":""}}]},"EnableIPv4":true})";
    EXPECT_EQ(fit(document::container, body, "1.41").body, body);
    EXPECT_EQ(fit(document::network, R"({"EnableIPv4":true})", "1.41").body,
              R"({"EnableIPv4":true})");
    EXPECT_EQ(fit(document::container, R"({"Healthcheck":{"StartInterval":null}})", "1.41").body,
              R"({"Healthcheck":{"StartInterval":null}})");
}

TEST(Gates, SeveralNetworksAtOnceNeed144) {
    const char* const body = R"({"NetworkingConfig":{"EndpointsConfig":{"a":{},"b":{}}}})";
    EXPECT_EQ(refusal(document::container, body, "1.43"),
              "a container that is created on several networks at once needs API 1.44, this engine "
              "speaks 1.43");
    EXPECT_EQ(refusal(document::container, body, "1.44"), std::string("sent: ") + body);
}

TEST(Gates, WhatIsNoObjectIsTheEnginesToRefuse) {
    for (const char* body : {"", "[1]", "{broken", "3"})
        EXPECT_EQ(fit(document::container, body, "1.41").body, body);
}

TEST(Gates, FeaturesNameTheVersionTheyNeed) {
    EXPECT_TRUE(has(stop_signal, "1.42"));
    EXPECT_FALSE(has(stop_signal, "1.41"));
    try {
        check(image_platform, "1.47");
        FAIL();
    } catch (const error& e) {
        EXPECT_EQ(e.kind(), error_kind::unsupported);
        EXPECT_STREQ(e.what(),
                     "choosing the platform of an image to save or load needs API 1.48, this "
                     "engine speaks 1.47");
    }
}

}  // namespace
}  // namespace engine_api::wire
