#include "answering_server.hpp"

#include <support/run_coro.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include <blue_green/smoke.hpp>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using answering::answer;
using answering::closed_port;
using answering::server;
using engine_api::probe_problem;
using rollout::blue_green::smoke;
using rollout::blue_green::smoke_result;
using rollout::blue_green::smoke_route;
using rollout::blue_green::smoke_settings;
using rollout::blue_green::smoke_url;
using rollout::blue_green::soak;
using testing::HasSubstr;

struct recorder : rollout::blue_green::reporter {
    void report(const rollout::engine_work::event&) override {}
    void report(const rollout::blue_green::event& e) override {
        mismatches.push_back(std::get<rollout::blue_green::probe_mismatched>(e));
    }
    std::vector<rollout::blue_green::probe_mismatched> mismatches;
};

smoke_settings settings_for(const server& s) {
    smoke_settings settings;
    settings.url = s.url();
    settings.target = engine_api::parse_http_target(settings.url);
    settings.attempts = 3;
    settings.delay = 1ms;
    return settings;
}

smoke_result run(const smoke_settings& settings, const smoke_route& route = {}) {
    recorder to;
    return support::run_coro([&] { return smoke(settings, to, route); });
}

smoke_result run_soak(const smoke_settings& settings, std::chrono::milliseconds duration) {
    recorder to;
    return support::run_coro([&] { return soak(settings, duration, 1ms, to); });
}

smoke_url url_of(const server& s) {
    smoke_url url;
    url.text = s.url();
    url.target = engine_api::parse_http_target(url.text);
    return url;
}

TEST(Smoke, TheFirstMatchEndsIt) {
    const server s({answer(503), answer(200)});
    const auto result = run(settings_for(s));
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_EQ(s.requests(), 2);
}

TEST(Smoke, AsksForThePathOnAConnectionOfItsOwn) {
    const server s({answer(200)});
    run(settings_for(s));
    EXPECT_THAT(s.last_request(), HasSubstr("GET /x?y=1 HTTP/1.1\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("Connection: close"));
}

TEST(Smoke, AsksForTheNameThatItIsTold) {
    const server s({answer(200)});
    auto settings = settings_for(s);
    settings.host = "shop.example";
    run(settings);
    EXPECT_THAT(s.last_request(), HasSubstr("Host: shop.example\r\n"));
}

TEST(Smoke, AttemptsAreUsedUpWithoutAPauseAfterTheLast) {
    const server s({answer(500)});
    auto settings = settings_for(s);
    settings.attempts = 1;
    settings.delay = 1h;
    const auto result = run(settings);  // would not end within the limit of run_coro
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.last, "status 500");
    EXPECT_EQ(s.requests(), 1);
}

TEST(Smoke, RedirectsAndErrorsAreStatusesThatCanBeExpected) {
    for (const int status : {301, 404, 503}) {
        const server s({answer(status)});
        auto settings = settings_for(s);
        settings.expected.status = {{status, status}};
        EXPECT_TRUE(run(settings).passed) << status;
    }
}

TEST(Smoke, ATransportFailureIsAnAttemptThatDidNotMatch) {
    const server s({"", "no http\r\n\r\n", answer(200)});
    const auto result = run(settings_for(s));
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 3);
}

TEST(Smoke, AServerThatSaysNothingIsGivenUpAfterTheTimeout) {
    net::io_context io;
    net::ip::tcp::acceptor deaf(io, {net::ip::make_address("127.0.0.1"), 0});
    smoke_settings settings;
    settings.target.host = "127.0.0.1";
    settings.target.port = deaf.local_endpoint().port();
    settings.attempts = 2;
    settings.timeout = 20ms;
    settings.delay = 0ms;
    const auto result = run(settings);
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_THAT(result.last, HasSubstr("did not answer in time"));
    EXPECT_FALSE(result.reached);
    EXPECT_EQ(result.problem, probe_problem::timeout);
}

TEST(Smoke, ABodyThatIsNotTheExpectedOneDoesNotPass) {
    const server s({answer(200, "old"), answer(200, "new")});
    auto settings = settings_for(s);
    settings.expected.body_contains = {"new"};
    recorder to;
    const auto result = support::run_coro([&] { return smoke(settings, to); });
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.last, "status 200");
    ASSERT_EQ(to.mismatches.size(), 1U);
    EXPECT_EQ(to.mismatches[0].saw, "the body lacks \"new\"");
    EXPECT_EQ(to.mismatches[0].expected, "");
    EXPECT_EQ(to.mismatches[0].further_url, "");
}

TEST(Smoke, SaysWhatItExpectedInPlaceOfWhatItSaw) {
    const server s({answer(500)});
    const auto result = run(settings_for(s));
    EXPECT_EQ(result.last, "status 500");
    EXPECT_EQ(result.expected, "status 200");
    EXPECT_EQ(result.url, s.url());
    EXPECT_TRUE(result.reached);
    EXPECT_EQ(result.problem, std::nullopt);
}

TEST(Smoke, PassesInARowAreWantedAndAMismatchBeginsAnew) {
    const server s({answer(200), answer(500), answer(200), answer(200)});
    auto settings = settings_for(s);
    settings.passes = 2;
    const auto result = run(settings);
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 4);
    EXPECT_EQ(s.requests(), 4);
}

TEST(Smoke, OnlyTriesThatFailAreCountedAgainstTheAttempts) {
    const server s({answer(200), answer(500), answer(200), answer(500)});
    auto settings = settings_for(s);
    settings.passes = 2;
    settings.attempts = 2;
    recorder to;
    const auto result = support::run_coro([&] { return smoke(settings, to); });
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 4);
    ASSERT_EQ(to.mismatches.size(), 1U);
    EXPECT_EQ(to.mismatches[0].attempt, 1);
    EXPECT_EQ(to.mismatches[0].attempts, 2);
    EXPECT_EQ(to.mismatches[0].expected_status, 200);
}

TEST(Smoke, EachUrlMustAnswerAsExpected) {
    const server first({answer(200)});
    const server further({answer(500), answer(200)});
    auto settings = settings_for(first);
    settings.urls = {url_of(further)};
    recorder to;
    const auto result = support::run_coro([&] { return smoke(settings, to); });
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_EQ(first.requests(), 2);
    ASSERT_EQ(to.mismatches.size(), 1U);
    EXPECT_EQ(to.mismatches[0].further_url, further.url());
}

TEST(Smoke, AUrlThatFailsIsNamedAndTheNextIsNotAsked) {
    const server first({answer(404)});
    const server further({answer(200)});
    auto settings = settings_for(first);
    settings.urls = {url_of(further)};
    EXPECT_EQ(run(settings).url, first.url());
    EXPECT_EQ(further.requests(), 0);
}

TEST(Smoke, ARouteAddsHeadersAndLeadsElsewhere) {
    const server s({answer(200)});
    auto settings = settings_for(s);
    smoke_route route;
    route.headers.add("X-Rollout", "idle");
    route.connect_host = settings.target.host;
    route.connect_port = settings.target.port;
    settings.target = engine_api::parse_http_target("http://shop.invalid/there");
    EXPECT_TRUE(run(settings, route).passed);
    EXPECT_THAT(s.last_request(), HasSubstr("GET /there HTTP/1.1\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("Host: shop.invalid\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("X-Rollout: idle\r\n"));
}

TEST(Smoke, TellsThatNobodyListens) {
    smoke_settings settings;
    settings.target.host = "127.0.0.1";
    settings.target.port = closed_port();
    settings.attempts = 1;
    const auto result = run(settings);
    EXPECT_FALSE(result.reached);
    EXPECT_EQ(result.problem, probe_problem::refused);
    EXPECT_EQ(result.expected, "status 200");
}

TEST(Soak, AsksUntilTheTimeIsOver) {
    const server s({answer(200)});
    const auto result = run_soak(settings_for(s), 30ms);
    EXPECT_TRUE(result.passed);
    EXPECT_GE(result.attempts, 1);
    EXPECT_EQ(result.attempts, s.requests());
}

TEST(Soak, OfNoTimeAsksNothing) {
    const server s({answer(500)});
    EXPECT_TRUE(run_soak(settings_for(s), 0ms).passed);
    EXPECT_EQ(s.requests(), 0);
}

TEST(Soak, OneWrongAnswerEndsItAtOnce) {
    const server s({answer(200), answer(200), answer(500), answer(200)});
    const auto result = run_soak(settings_for(s), 1h);
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 3);
    EXPECT_EQ(result.last, "status 500");
}

TEST(Soak, OneAnswerThatBreaksOffEndsIt) {
    const server s({answer(200), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"});
    const auto result = run_soak(settings_for(s), 1h);
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_EQ(result.problem, probe_problem::closed);
}

// Who is asked now and then may be well each time.
TEST(Soak, WhatElseIsFoundWrongEndsItToo) {
    const server s({answer(200)});
    const auto settings = settings_for(s);
    recorder to;
    int looks = 0;
    const rollout::blue_green::smoke_watch also = [&]() -> boost::asio::awaitable<std::string> {
        co_return ++looks < 3 ? "" : "container app ended";
    };
    const auto result = support::run_coro([&] { return soak(settings, 1h, 1ms, to, {}, also); });
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 3);
    EXPECT_EQ(result.last, "container app ended");
    EXPECT_EQ(result.expected, "");
}

TEST(Soak, ConnectionsThatCannotBeMadeEndItAfterTheAttempts) {
    smoke_settings settings;
    settings.target.host = "127.0.0.1";
    settings.target.port = closed_port();
    settings.attempts = 3;
    recorder to;
    // The time is over long before, which does not make it pass.
    const auto result = support::run_coro([&] { return soak(settings, 1ms, 5ms, to); });
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 3);
    EXPECT_EQ(result.problem, probe_problem::refused);
    EXPECT_EQ(to.mismatches.size(), 2U);
}

static_assert(!std::is_aggregate_v<smoke_route> && !std::is_aggregate_v<smoke_settings> &&
              !std::is_aggregate_v<rollout::blue_green::expectation>);

}  // namespace
