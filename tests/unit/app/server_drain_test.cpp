#include "running_server.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using app_tests::any_port;
using app_tests::begin_request;
using app_tests::http_client;
using app_tests::must_expire;
using app_tests::never_expires;
using app_tests::request;
using app_tests::running_server;

TEST(ServerDrain, FinishesTheRequestInFlightAndSaysClose) {
    running_server server;
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    server.drain();
    server.settle();
    client.send("x");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->body, R"({"replica":"blue","version":"dev"})");
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_peer());
    EXPECT_TRUE(server.ends());
}

TEST(ServerDrain, WaitsForADelayedAnswer) {
    auto config = any_port();
    config.delay = std::chrono::milliseconds{100};
    running_server server{config};
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    client.send("x");
    server.drain();
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(server.ends());
}

TEST(ServerDrain, EndsReadinessButNotLiveness) {
    running_server server;
    server.run();
    http_client asks_ready{server.port()};
    http_client asks_health{server.port()};
    ASSERT_TRUE(begin_request(asks_ready, "GET", "/ready"));
    ASSERT_TRUE(begin_request(asks_health, "GET", "/health"));
    server.drain();
    server.settle();
    asks_ready.send("x");
    asks_health.send("x");
    const auto ready = asks_ready.receive();
    const auto health = asks_health.receive();
    ASSERT_TRUE(ready && health);
    EXPECT_EQ(ready->status, 503u);
    EXPECT_EQ(health->status, 200u);
}

TEST(ServerDrain, WinsOverTheWarmUp) {
    auto config = any_port();
    config.warm_up = std::chrono::hours{1};
    running_server server{config};
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "GET", "/ready"));
    server.drain();
    server.settle();
    server.advance(config.warm_up);
    client.send("x");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
}

TEST(ServerDrain, ClosesIdleConnectionsAtOnce) {
    app::server_limits limits;
    limits.first_request = std::chrono::hours{1};
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    client.send(request("GET", "/health"));
    ASSERT_TRUE(client.receive());
    server.drain();
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(ServerDrain, AnswersARequestThatAlreadyWaitsOnAnIdleConnection) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("GET", "/health"));
    ASSERT_TRUE(client.receive());
    server.drain_after([&client] { client.send(request("GET", "/health")); });
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->headers.at("connection"), "close");
}

TEST(ServerDrain, AnswersWhoConnectedBeforeIt) {
    running_server server;
    http_client asked{server.port()};
    asked.send(request("GET", "/health"));
    http_client will_ask{server.port()};
    server.drain();
    server.run();
    const auto first = asked.receive();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->headers.at("connection"), "close");
    will_ask.send(request("GET", "/health"));
    EXPECT_TRUE(will_ask.receive());
    EXPECT_TRUE(server.ends());
}

TEST(ServerDrain, DoesNotWaitForEverForAFirstRequest) {
    app::server_limits limits;
    limits.first_request = must_expire;
    running_server server{any_port(), limits};
    http_client silent{server.port()};
    server.drain();
    server.run();
    EXPECT_TRUE(silent.closed_by_peer());
    EXPECT_TRUE(server.ends());
}

TEST(ServerDrain, RefusesNewConnections) {
    running_server server;
    server.run();
    server.drain();
    EXPECT_TRUE(server.ends());
    EXPECT_FALSE(http_client{server.port()}.connected());
}

TEST(ServerDrain, EndsAtItsLimit) {
    app::server_limits limits;
    limits.drain = must_expire;
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    server.drain();
    EXPECT_TRUE(server.ends());
    EXPECT_FALSE(client.receive());
}

TEST(ServerDrain, LimitAlsoEndsADelayedAnswer) {
    auto config = any_port();
    config.delay = never_expires * 2;
    app::server_limits limits;
    limits.drain = must_expire;
    running_server server{config, limits};
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    client.send("x");
    server.drain();
    EXPECT_TRUE(server.ends());
}

TEST(ServerDrain, SecondCallChangesNothing) {
    running_server server;
    http_client client{server.run().port()};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    server.drain();
    server.drain();
    server.settle();
    client.send("x");
    EXPECT_TRUE(client.receive());
    EXPECT_TRUE(server.ends());
}

}  // namespace
