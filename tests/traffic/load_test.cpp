#include <support/waiting.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <utility>

#include <traffic/server.hpp>
#include <traffic/traffic.hpp>

namespace {

using namespace std::chrono_literals;
using traffic::load;
using traffic::test::reply;
using traffic::test::server;

traffic::options one_connection(const std::string& url, std::uint64_t requests) {
    traffic::options settings;
    settings.url = url;
    settings.keep_alive = 1;
    settings.closing = 0;
    settings.max_requests = requests;
    settings.pause = 0ms;
    return settings;
}

// A load of so many requests, to its own end.
traffic::report run(traffic::options settings) {
    load running(std::move(settings));
    EXPECT_TRUE(support::poll_until([&] { return !running.running(); }))
        << "the load did not end at its limit";
    return running.stop();
}

std::string first_reason(const traffic::report& result) {
    return result.first_failures.empty() ? "" : result.first_failures.front().reason;
}

TEST(Load, AHealthyServerFailsNothing) {
    server peer([](int) { return reply::ok; });
    auto settings = one_connection(peer.url(), 300);
    settings.keep_alive = 3;
    settings.closing = 2;
    const auto result = run(settings);
    EXPECT_EQ(result.sent, 300U);
    EXPECT_EQ(result.failed, 0U);
    EXPECT_EQ(result.answered(), 300U);
    EXPECT_EQ(peer.gets() + peer.posts(), 300);
}

TEST(Load, TheAnswersSayWhoSentThem) {
    server peer([](int) { return reply::ok; });
    const auto result = run(one_connection(peer.url(), 5));
    const traffic::answerer blue{"blue", "v1"};
    ASSERT_EQ(result.answered_by.size(), 1U);
    EXPECT_EQ(result.answered_by.at(blue), 5U);
}

TEST(Load, EveryThirdRequestIsAPostWithABody) {
    server peer([](int) { return reply::ok; });
    auto settings = one_connection(peer.url(), 9);
    settings.body_bytes = 100;
    run(settings);
    EXPECT_EQ(peer.gets(), 6);
    EXPECT_EQ(peer.posts(), 3);
    EXPECT_EQ(peer.body_bytes(), 300U);
}

TEST(Load, AKeepAliveConnectionIsUsedForAllItsRequests) {
    server peer([](int) { return reply::ok; });
    run(one_connection(peer.url(), 20));
    EXPECT_EQ(peer.connections(), 1);
}

TEST(Load, AClosingConnectionIsUsedOnce) {
    server peer([](int) { return reply::ok; });
    auto settings = one_connection(peer.url(), 20);
    settings.keep_alive = 0;
    settings.closing = 1;
    EXPECT_EQ(run(settings).failed, 0U);
    EXPECT_EQ(peer.connections(), 20);
}

TEST(Load, AnotherStatusThan200IsAFailure) {
    server peer([](int number) { return number % 2 == 0 ? reply::ok : reply::error_500; });
    const auto result = run(one_connection(peer.url(), 10));
    EXPECT_EQ(result.sent, 10U);
    EXPECT_EQ(result.failed, 5U);
    EXPECT_EQ(first_reason(result), "answer: status 500");
}

TEST(Load, AnAnswerCutInTheMiddleIsAFailureAndNotSentAgain) {
    server peer([](int number) { return number == 1 ? reply::half : reply::ok; });
    const auto result = run(one_connection(peer.url(), 6));
    EXPECT_EQ(result.sent, 6U);
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(peer.gets() + peer.posts(), 6);
    EXPECT_EQ(first_reason(result), "answer: partial message");
}

TEST(Load, AnAnswerLongerThanItSaysIsAFailure) {
    server peer([](int number) { return number == 1 ? reply::overlong : reply::ok; });
    const auto result = run(one_connection(peer.url(), 4));
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(first_reason(result), "answer: bytes beyond its end");
}

TEST(Load, ARequestThatGetsNoAnswerIsAFailureAndNotSentAgain) {
    server peer([](int number) { return number == 1 ? reply::none : reply::ok; });
    const auto result = run(one_connection(peer.url(), 6));
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(peer.gets() + peer.posts(), 6);
}

TEST(Load, ASilentServerIsAFailureAfterTheTimeout) {
    server peer([](int number) { return number == 1 ? reply::silence : reply::ok; });
    auto settings = one_connection(peer.url(), 3);
    settings.request_timeout = 300ms;
    const auto result = run(settings);
    EXPECT_EQ(result.sent, 3U);
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(first_reason(result), "answer: nothing within 300 ms");
    EXPECT_GE(result.longest_gap, 300ms);
}

TEST(Load, ARefusedConnectionIsAFailure) {
    const auto port = traffic::test::closed_port();
    const auto result = run(one_connection("http://127.0.0.1:" + std::to_string(port) + "/", 3));
    EXPECT_EQ(result.sent, 3U);
    EXPECT_EQ(result.failed, 3U);
    EXPECT_EQ(first_reason(result), "connect: Connection refused");
}

TEST(Load, AConnectionEndedBetweenTwoRequestsIsNoFailure) {
    server peer([](int) { return reply::ok_then_end; });
    const auto result = run(one_connection(peer.url(), 5));
    EXPECT_EQ(result.sent, 5U);
    EXPECT_EQ(result.failed, 0U);
    EXPECT_EQ(result.ended_idle, 4U);
    EXPECT_EQ(peer.connections(), 5);
}

TEST(Load, AnAnnouncedCloseIsObeyed) {
    server peer([](int) { return reply::ok_last; });
    const auto result = run(one_connection(peer.url(), 5));
    EXPECT_EQ(result.failed, 0U);
    EXPECT_EQ(result.ended_idle, 0U);
    EXPECT_EQ(peer.connections(), 5);
}

TEST(Load, EndsAtItsTimeLimit) {
    server peer([](int) { return reply::ok; });
    auto settings = one_connection(peer.url(), 5'000'000);
    settings.limit = 300ms;
    const auto result = run(settings);
    EXPECT_GT(result.sent, 0U);
    EXPECT_GE(result.duration, 300ms);
}

TEST(Load, StopLetsTheRequestOnItsWayFinish) {
    server peer([](int) { return reply::ok; });
    load running(one_connection(peer.url(), 5'000'000));
    EXPECT_TRUE(support::poll_until([&] { return running.so_far().sent >= 20; }));
    const auto result = running.stop();
    EXPECT_EQ(result.failed, 0U);
    EXPECT_EQ(result.sent, static_cast<std::uint64_t>(peer.gets() + peer.posts()));
    EXPECT_EQ(running.stop().sent, result.sent);
}

TEST(Load, BadOptionsStartNothing) {
    traffic::options settings;
    settings.keep_alive = 0;
    settings.closing = 0;
    EXPECT_THROW(load running(settings), std::invalid_argument);
}

}  // namespace
