// Requests beside the work that they measure, over real sockets.
#include "answering_server.hpp"

#include <engine_api/http_target.hpp>
#include <rollout/engine_work/sleep.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>
#include <support/sample_stack.hpp>
#include <support/temp_dir.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include <blue_green/measure.hpp>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using answering::answer;
using answering::closed_port;
using answering::server;
using rollout::blue_green::measure_failed;
using rollout::blue_green::measured;
using rollout::blue_green::measurement;
using rollout::blue_green::settings;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

using condition = std::function<bool(const measurement&)>;

settings measuring(const std::string& url) {
    settings s;
    s.measure.url = url;
    s.measure.target = engine_api::parse_http_target(url);
    s.measure.rate = 500;
    return s;
}

/// So that no request ends by itself.
settings measuring_patiently(const std::string& url) {
    auto s = measuring(url);
    s.smoke.timeout = 1h;
    return s;
}

struct outcome {
    std::optional<measured> seen;
    std::optional<measure_failed> gate;  ///< as it was at the end
};

/// Measures until that holds.
net::awaitable<outcome> measure_until(const settings& s, const condition& enough) {
    measurement m(co_await net::this_coro::executor, s);
    m.charge();
    while (!enough(m))
        co_await rollout::engine_work::sleep_for(1ms);
    outcome result;
    result.seen = co_await m.end();
    result.gate = m.failed();
    co_return result;
}

outcome run(const settings& s, const condition& enough) {
    return support::run_coro([&] { return measure_until(s, enough); });
}

condition asked(const server& s, int requests) {
    return [&s, requests](const measurement&) { return s.requests() >= requests; };
}

/// Takes connections and says nothing.
struct deaf_server {
    net::io_context io;
    net::ip::tcp::acceptor acceptor{io, {net::ip::make_address("127.0.0.1"), 0}};

    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/";
    }
    /// So far.
    std::size_t connections() {
        acceptor.non_blocking(true);
        for (boost::system::error_code ec;;) {
            net::ip::tcp::socket peer(io);
            acceptor.accept(peer, ec);
            if (ec) return accepted.size();
            accepted.push_back(std::move(peer));
        }
    }
    std::vector<net::ip::tcp::socket> accepted{};
};

TEST(Measurement, CountsEveryRequestAndWhoAnswered) {
    const server s({answer(200, "", "X-Version: 1"), answer(200, "", "X-Version: 1"),
                    answer(200, "", "X-Version: 2")});
    auto wanted = measuring(s.url());
    wanted.measure.by = "x-version";
    const auto seen = run(wanted, asked(s, 5)).seen;
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->url, s.url());
    EXPECT_EQ(seen->sent, s.requests());
    EXPECT_EQ(seen->failed, 0);
    EXPECT_THAT(seen->answered_by, ElementsAre(Pair("1", 2), Pair("2", seen->sent - 2)));
    EXPECT_EQ(seen->first_failure, "");
}

TEST(Measurement, WhoAnsweredIsNotToldUnlessAskedFor) {
    const server s({answer(200, "", "X-Version: 1")});
    EXPECT_TRUE(run(measuring(s.url()), asked(s, 1)).seen->answered_by.empty());
}

TEST(Measurement, AsksAsTheSmokeTestDoesInItsOwnName) {
    const server s({answer(200)});
    auto wanted = measuring(s.url());
    wanted.smoke.host = "shop.example";
    run(wanted, asked(s, 1));
    EXPECT_THAT(s.last_request(), StartsWith("GET /x?y=1 HTTP/1.1\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("Host: shop.example\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("User-Agent: rollout-measure\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("Connection: close\r\n"));
}

TEST(Measurement, AnErrorOfTheServerIsAFailure) {
    const server s({answer(200), answer(502), answer(404)});
    const auto seen = run(measuring(s.url()), asked(s, 4)).seen;
    EXPECT_EQ(seen->failed, 1);
    EXPECT_THAT(seen->first_failure, StartsWith("status 502, after "));
}

TEST(Measurement, NoAnswerIsAFailure) {
    const auto url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/";
    auto wanted = measuring(url);
    wanted.measure.max_failed = 2;
    const auto result = run(wanted, [](const measurement& m) { return m.failed().has_value(); });
    EXPECT_GE(result.seen->failed, 3);
    EXPECT_EQ(result.seen->sent, result.seen->failed);
    EXPECT_GE(result.seen->longest_gap_ms, 4) << "three requests, two pauses";
    EXPECT_EQ(result.seen->slowest_ms, 0);
    EXPECT_THAT(result.seen->first_failure, HasSubstr("cannot connect to"));
}

TEST(Measurement, WhatCannotBeAskedIsAFailureToo) {
    const server s({answer(200)});
    auto wanted = measuring("https" + s.url().substr(4));
    wanted.smoke.ca_file = "/nonexistent/ca.pem";
    wanted.measure.max_failed = 0;
    const auto seen = run(wanted, [](const measurement& m) { return m.failed().has_value(); }).seen;
    EXPECT_GE(seen->failed, 1);
    EXPECT_EQ(seen->sent, seen->failed);
    EXPECT_THAT(seen->first_failure, HasSubstr("/nonexistent/ca.pem"));
}

TEST(Measurement, TheGateClosesOnceMoreHaveFailedThanMay) {
    const server s({answer(500), answer(503), answer(200)});
    auto wanted = measuring(s.url());
    wanted.measure.max_failed = 2;
    EXPECT_FALSE(run(wanted, asked(s, 4)).gate);

    const server worse({answer(500), answer(500), answer(200)});
    wanted = measuring(worse.url());
    wanted.measure.max_failed = 1;
    const auto gate = run(wanted, asked(worse, 4)).gate;
    ASSERT_TRUE(gate);
    EXPECT_EQ(gate->url, worse.url());
    EXPECT_EQ(gate->failed, 2);
    EXPECT_EQ(gate->max_failed, 1);
    EXPECT_THAT(gate->first_failure, StartsWith("status 500, after "));
}

TEST(Measurement, WithoutALimitNoNumberOfFailuresIsTooMany) {
    const server s({answer(500)});
    EXPECT_FALSE(run(measuring(s.url()), asked(s, 5)).gate);
}

TEST(Measurement, NoMoreThanEightAreOnTheirWay) {
    deaf_server deaf;
    const auto wanted = measuring_patiently(deaf.url());
    net::io_context io;
    net::cancellation_signal cancel;
    std::optional<measured> seen;
    const auto deploy = [&]() -> net::awaitable<void> {
        co_await net::this_coro::throw_if_cancelled(false);
        measurement m(co_await net::this_coro::executor, wanted);
        while (deaf.connections() < 8)
            co_await rollout::engine_work::sleep_for(1ms);
        co_await rollout::engine_work::sleep_for(20ms);
        cancel.emit(net::cancellation_type::terminal);
        seen = co_await m.end();
    };
    net::co_spawn(io, deploy(), net::bind_cancellation_slot(cancel.slot(), net::detached));
    io.run_for(support::never_expires);
    ASSERT_TRUE(seen);
    EXPECT_EQ(deaf.connections(), 8U);
    EXPECT_GT(seen->skipped, 0);
}

TEST(Measurement, WithoutAUrlNothingIsMeasured) {
    const auto result = run(settings(), [](const measurement&) { return true; });
    EXPECT_FALSE(result.seen);
    EXPECT_FALSE(result.gate);
}

TEST(Measurement, LeavesNothingAtWorkWhenItIsDestroyed) {
    const deaf_server deaf;
    const auto wanted = measuring_patiently(deaf.url());
    net::io_context io;
    {
        const measurement m(io.get_executor(), wanted);
        io.run_for(20ms);
        EXPECT_FALSE(io.stopped());
    }
    io.run_for(support::never_expires);
    EXPECT_TRUE(io.stopped());
}

TEST(Measurement, ThatACancelledCallerEndsGivesUpWhatIsOnItsWay) {
    const deaf_server deaf;
    const auto wanted = measuring_patiently(deaf.url());
    net::io_context io;
    net::cancellation_signal cancel;
    std::optional<measured> seen;
    const auto deploy = [&]() -> net::awaitable<void> {
        co_await net::this_coro::throw_if_cancelled(false);
        measurement m(co_await net::this_coro::executor, wanted);
        co_await rollout::engine_work::sleep_for(20ms);
        seen = co_await m.end();
    };
    bool ended = false;
    const auto note = [&ended](const std::exception_ptr&) { ended = true; };
    net::co_spawn(io, deploy(), net::bind_cancellation_slot(cancel.slot(), note));
    io.run_for(100ms);
    EXPECT_FALSE(ended) << "the answers are waited for";
    cancel.emit(net::cancellation_type::terminal);
    io.run_for(support::never_expires);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->sent, 0);
    EXPECT_EQ(seen->failed, 0);
}

TEST(Measurement, SeesThroughTheProxyThatTheAppIsGone) {
    support::fake_engine engine;
    const support::temp_dir dir;
    const auto stack = support::seed_sample_stack(engine, dir / "stack");
    const auto wanted = measuring(engine.public_url() + "/");
    const auto stop_app_and_see = [&](const measurement&) {
        const auto answers = engine.public_answers();
        if (answers.size() >= 3) engine.call("POST", "/containers/" + stack.blue + "/stop");
        return !answers.empty() && answers.back().status == 502;
    };
    const auto seen = run(wanted, stop_app_and_see).seen;
    EXPECT_GE(seen->failed, 1);
    EXPECT_LE(seen->failed, seen->sent - 3);
    EXPECT_THAT(seen->first_failure, StartsWith("status 502, after "));
}

}  // namespace
