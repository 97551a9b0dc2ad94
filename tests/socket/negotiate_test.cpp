#include "support.hpp"

#include <support/fake_engine.hpp>

namespace engine_api {
namespace {

using support::hold;

support::script ping_answer(const std::string& version) {
    return answering("HTTP/1.1 200 OK\r\nApi-Version: " + version +
                     "\r\nOstype: linux\r\nContent-Length: 2\r\n\r\nOK");
}

std::string agreed(const std::string& theirs, client_options options = patient()) {
    script_server server({ping_answer(theirs)});
    return with_client(
        server.url(),
        [](client& engine) -> net::awaitable<std::string> {
            co_await engine.negotiate();
            co_return engine.api_version();
        },
        options);
}

std::optional<failure> disagreed(const support::script& script,
                                 client_options options = patient()) {
    script_server server({script});
    return failure_with(
        server.url(), [](client& e) { return e.negotiate(); }, options);
}

TEST(Negotiate, AsksWithoutAVersionAndSpeaksTheNewestShared) {
    script_server server({ping_answer("1.44")});
    with_client(server.url(), [](client& e) { return e.negotiate(); });
    EXPECT_EQ(server.received(0),
              "GET /_ping HTTP/1.1\r\nHost: docker\r\nUser-Agent: test\r\n\r\n");
    EXPECT_EQ(agreed("1.41"), "1.41");
    EXPECT_EQ(agreed("1.44"), "1.44");
    EXPECT_EQ(agreed("1.52"), "1.52");
    EXPECT_EQ(agreed("1.99"), "1.55");
}

TEST(Negotiate, LaterPathsCarryTheVersion) {
    support::fake_engine fake;
    fake.set_api_version("1.43");
    with_client(fake.url(), [](client& engine) -> net::awaitable<void> {
        co_await engine.negotiate();
        co_await list_all(engine);
    });
    EXPECT_EQ(fake.requests().back().version, "1.43");
}

TEST(Negotiate, AnOldEngineIsUnsupportedAndItsVersionNamed) {
    const auto failed = disagreed(ping_answer("1.40"));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::unsupported);
    EXPECT_NE(failed->text.find("is too old: it speaks API 1.40, this needs 1.41"),
              std::string::npos)
        << failed->text;
    EXPECT_EQ(failed->remedy, "upgrade it to Docker 20.10 or later");
}

TEST(Negotiate, WhatSaysNoVersionIsNoEngine) {
    const auto failed = disagreed(answering(plain("hello")));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::unsupported);
    EXPECT_NE(failed->text.find("is no Docker engine"), std::string::npos);
}

TEST(Negotiate, APinnedVersionIsUsedWhenBothKnowIt) {
    auto options = patient();
    options.api_version = "1.42";
    EXPECT_EQ(agreed("1.51", options), "1.42");
}

TEST(Negotiate, APinnedVersionThatOneSideLacksIsRefused) {
    for (const char* wanted : {"1.45", "1.40", "1.52", "latest"}) {
        auto options = patient();
        options.api_version = wanted;
        const auto failed = disagreed(ping_answer("1.44"), options);
        ASSERT_TRUE(failed) << wanted;
        EXPECT_EQ(failed->kind, error_kind::unsupported);
        EXPECT_NE(failed->text.find(std::string("API version ") + wanted + " was asked for"),
                  std::string::npos);
        EXPECT_NE(failed->remedy.find("DOCKER_API_VERSION"), std::string::npos);
    }
}

TEST(Negotiate, AServerThatWantsTlsSaysSo) {
    const auto failed = disagreed(
        {support::expect_head(),
         support::send("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an "
                       "HTTPS server.\n"),
         support::close()});
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->status, 400);
    EXPECT_NE(failed->remedy.find("DOCKER_TLS_VERIFY"), std::string::npos) << failed->text;
}

TEST(Negotiate, AVersionThatTheEngineNoLongerSpeaksIsUnsupported) {
    script_server server(
        {answering(plain(R"({"message":"client version 1.41 is too old."})", "400 Bad Request"))});
    const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::unsupported);
}

}  // namespace
}  // namespace engine_api
