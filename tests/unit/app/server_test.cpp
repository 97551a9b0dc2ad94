#include "server.hpp"

#include "running_server.hpp"

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

namespace {

using app_tests::any_port;
using app_tests::http_client;
using app_tests::must_expire;
using app_tests::request;
using app_tests::running_server;

TEST(Server, AnswersOneRequestAfterAnotherOnOneConnection) {
    running_server server;
    http_client client{server.run().port()};
    for (int i = 0; i < 3; ++i) {
        client.send(request("GET", "/health"));
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, "ok");
        EXPECT_EQ(answer->headers.count("connection"), 0u);
    }
}

TEST(Server, ClosesWhenThePeerAsksForIt) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("GET", "/", "Connection: close\r\n"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, R"({"replica":"blue","version":"dev"})");
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(Server, OldHttpClosesUnlessAskedToStay) {
    running_server server;
    server.run();
    http_client old{server.port()};
    old.send("GET /health HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.receive());
    EXPECT_TRUE(old.closed_by_peer());

    http_client staying{server.port()};
    for (int i = 0; i < 2; ++i) {
        staying.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto answer = staying.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->headers.at("connection"), "keep-alive");
    }
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("GET", "/health") + request("GET", "/nope") + request("GET", "/ready"));
    for (const char* body : {"ok", "not found", "ready"}) {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, body);
    }
}

TEST(Server, HeadTellsTheLengthAndSendsNoBody) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("HEAD", "/health") + request("GET", "/ready"));
    const auto head = client.receive(false);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.at("content-length"), "2");
    const auto next = client.receive();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->body, "ready");
}

TEST(Server, ReadsTheBodyOfAPostBeforeTheNextRequest) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("POST", "/", "Content-Length: 5\r\n") + "hello");
    client.send(request("POST", "/", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n");
    client.send(request("GET", "/health"));
    for (const char* body :
         {R"({"replica":"blue","version":"dev"})", R"({"replica":"blue","version":"dev"})", "ok"}) {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, body);
    }
}

TEST(Server, NamesTheAllowedMethods) {
    running_server server;
    http_client client{server.run().port()};
    client.send(request("PUT", "/ready", "Content-Length: 1\r\n") + "x");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 405u);
    EXPECT_EQ(answer->headers.at("allow"), "GET, HEAD");
}

struct bad_request {
    std::string text;
    unsigned status;
};

class ServerRefuses : public testing::TestWithParam<bad_request> {};

TEST_P(ServerRefuses, AndHangsUpButServesOthers) {
    app::server_limits limits;
    limits.head_bytes = 512;
    limits.body_bytes = 8;
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    client.send(GetParam().text);
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, GetParam().status);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_peer());

    http_client other{server.port()};
    other.send(request("GET", "/health"));
    EXPECT_TRUE(other.receive());
}

INSTANTIATE_TEST_SUITE_P(
    Requests, ServerRefuses,
    testing::Values(bad_request{"garbage\r\n\r\n", 400},
                    bad_request{request("GET", "/", "X-Large: " + std::string(600, 'x') + "\r\n"),
                                431},
                    bad_request{request("POST", "/", "Content-Length: 9\r\n") + "123456789", 413},
                    bad_request{request("POST", "/", "Transfer-Encoding: chunked\r\n") +
                                    "9\r\n123456789\r\n0\r\n\r\n",
                                413}));

TEST(Server, CutsAPeerThatNeverFinishesItsHead) {
    app::server_limits limits;
    limits.head = must_expire;
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    client.send("GET / HTTP/1.1\r\nHost:");
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(Server, CutsAPeerThatNeverFinishesItsBody) {
    app::server_limits limits;
    limits.body = must_expire;
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    client.send(request("POST", "/", "Content-Length: 5\r\n") + "he");
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(Server, ClosesAnIdleConnectionAfterItsLimit) {
    app::server_limits limits;
    limits.idle = must_expire;
    running_server server{any_port(), limits};
    http_client client{server.run().port()};
    client.send(request("GET", "/health"));
    EXPECT_TRUE(client.receive());
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(Server, HoldsBackOnlyTheDelayedAnswer) {
    auto config = any_port();
    config.delay = std::chrono::hours{1};
    running_server server{config};
    server.run();
    http_client slow{server.port()};
    slow.send(request("GET", "/"));
    http_client quick{server.port()};
    quick.send(request("GET", "/health"));
    EXPECT_TRUE(quick.receive());
}

TEST(Server, GivesTheDelayedAnswerInTheEnd) {
    auto config = any_port();
    config.delay = std::chrono::milliseconds{50};
    running_server server{config};
    const auto begin = std::chrono::steady_clock::now();
    http_client client{server.run().port()};
    client.send(request("GET", "/"));
    EXPECT_TRUE(client.receive());
    EXPECT_GE(std::chrono::steady_clock::now() - begin, config.delay);
}

TEST(Server, LivenessStaysUpWhileReadinessSaysNo) {
    auto config = any_port();
    config.warm_up = std::chrono::hours{1};
    running_server server{config};
    http_client client{server.run().port()};
    client.send(request("GET", "/ready") + request("GET", "/health"));
    const auto ready = client.receive();
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->status, 503u);
    EXPECT_EQ(ready->body, "not ready");
    const auto health = client.receive();
    ASSERT_TRUE(health);
    EXPECT_EQ(health->status, 200u);
}

TEST(Server, CountsTheAnswersOfRootAlone) {
    auto config = any_port();
    config.fail_every = 2;
    running_server server{config};
    server.run();
    for (const unsigned status : {200u, 500u, 200u, 500u}) {
        http_client client{server.port()};
        client.send(request("GET", "/health") + request("DELETE", "/") + request("GET", "/"));
        EXPECT_TRUE(client.receive());
        EXPECT_TRUE(client.receive());
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status);
    }
}

TEST(Server, KnowsHowLongItHasBeenUp) {
    auto config = any_port();
    config.fail_after = std::chrono::milliseconds{1};
    running_server server{config};
    std::this_thread::sleep_for(2 * config.fail_after);
    http_client client{server.run().port()};
    client.send(request("GET", "/"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500u);
}

TEST(Server, SaysWhereRootLeads) {
    auto config = any_port();
    config.redirect = "/login";
    running_server server{config};
    http_client client{server.run().port()};
    client.send(request("GET", "/"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 301u);
    EXPECT_EQ(answer->headers.at("location"), "/login");
}

TEST(Server, PromisesMoreThanItSendsWhenItIsToldTo) {
    auto config = any_port();
    config.body = "half";
    config.cut_body = true;
    running_server server{config};
    http_client client{server.run().port()};
    client.send(request("GET", "/"));
    const auto head = client.receive(false);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.at("content-length"), "5");
    EXPECT_FALSE(client.receive());  // what came of the body is no answer
    EXPECT_TRUE(client.closed_by_peer());
}

TEST(Server, PortInUseIsAnError) {
    running_server first;
    auto config = any_port();
    config.port = first.port();
    try {
        running_server second{config};
        FAIL() << "two servers listen on one port";
    } catch (const boost::system::system_error& failure) {
        EXPECT_EQ(failure.code(), boost::system::errc::address_in_use);
    }
}

}  // namespace
