#include <engine_api/client.hpp>
#include <engine_api/endpoint.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>
#include <support/sample_stack.hpp>
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <blue_green/access_log.hpp>

namespace {

using namespace std::chrono_literals;
using rollout::blue_green::access_tally;
using rollout::blue_green::access_time;
using rollout::blue_green::parse_access_line;
using rollout::blue_green::read_access_log;
using rollout::blue_green::users_measured;

constexpr access_time at(std::chrono::milliseconds since_1970) {
    return access_time(since_1970);
}

TEST(AccessLine, SaysWhenWhatAndHowLong) {
    const auto entry = parse_access_line("rollout 1700000000.123 502 1.005 Mozilla/5.0 (X11)");
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->at, at(1'700'000'000'123ms));
    EXPECT_EQ(entry->status, 502);
    EXPECT_EQ(entry->took, 1'005ms);
    EXPECT_FALSE(entry->by_rollout);
}

TEST(AccessLine, WithoutAnAgentOrAStatusIsOne) {
    EXPECT_TRUE(parse_access_line("rollout 1700000000.123 200 0.000 -"));
    EXPECT_TRUE(parse_access_line("rollout 1700000000.123 200 0.000 "));
    EXPECT_TRUE(parse_access_line("rollout 1700000000.123 200 0.000"));
    EXPECT_EQ(parse_access_line("rollout 1700000000.123 000 0.000 -")->status, 0);
}

TEST(AccessLine, OfRolloutItselfIsKnown) {
    for (const auto* agent : {"rollout-smoke", "rollout-measure"})
        EXPECT_TRUE(parse_access_line("rollout 1700000000.123 200 0.000 " + std::string(agent))
                        ->by_rollout);
    EXPECT_FALSE(parse_access_line("rollout 1700000000.123 200 0.000 my rollout-x")->by_rollout);
}

TEST(AccessLine, OfAnotherFormatIsNone) {
    for (const auto* line : {
             "",
             "rollout",
             "rollout ",
             R"(127.0.0.1 - - [27/Nov/2026:06:53:22 +0000] "GET / HTTP/1.1" 200 2 "-" "curl")",
             "xrollout 1700000000.123 200 0.005 curl",
             " rollout 1700000000.123 200 0.005 curl",
             "rollout  1700000000.123 200 0.005 curl",
             "rollout 1700000000 200 0.005 curl",
             "rollout 1700000000.12 200 0.005 curl",
             "rollout -1.123 200 0.005 curl",
             "rollout 1700000000.123 20 0.005 curl",
             "rollout 1700000000.123 2000 0.005 curl",
             "rollout 1700000000.123 2x0 0.005 curl",
             "rollout 1700000000.123 200 - curl",
             "rollout 1700000000.123 200 0.00x curl",
             "rollout 99999999999999999999.123 200 0.005 curl",
         })
        EXPECT_FALSE(parse_access_line(line)) << line;
}

TEST(AccessTally, CountsUsersOnly) {
    access_tally tally(at(1'000'000ms));
    for (const auto* line : {
             "rollout 1000.000 200 0.005 curl/8.1",
             "rollout 1000.100 499 0.250 curl/8.1",
             "rollout 1000.200 502 0.007 curl/8.1",
             "rollout 1000.300 500 9.000 rollout-measure",
             "something else",
         })
        tally.add(line);
    const auto figures = tally.figures();
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->requests, 3);
    EXPECT_EQ(figures->failed, 1);
    EXPECT_EQ(figures->slowest_ms, 250);
}

TEST(AccessTally, WhatWasOverBeforeDoesNotCount) {
    access_tally tally(at(1'000'500ms));
    tally.add("rollout 1000.499 500 0.005 curl");
    EXPECT_FALSE(tally.figures());
    tally.add("rollout 1000.500 200 0.005 curl");
    EXPECT_EQ(tally.figures()->requests, 1);
    EXPECT_EQ(tally.figures()->failed, 0);
}

TEST(AccessTally, NoUserAtAllIsAnotherThingThanNoSuchLog) {
    access_tally tally(at(0ms));
    EXPECT_FALSE(tally.figures());
    tally.add("rollout 1000.000 200 0.005 rollout-smoke");
    ASSERT_TRUE(tally.figures());
    EXPECT_EQ(tally.figures()->requests, 0);
}

class ProxyLog : public testing::Test {
  protected:
    std::optional<users_measured> read(access_time since = {}) {
        return support::run_coro(
            [&](const boost::asio::any_io_executor& executor) { return ask(executor, since); });
    }

    support::fake_engine engine_;
    support::temp_dir dir_;
    support::sample_stack stack_ = support::seed_sample_stack(engine_, dir_ / "stack");

  private:
    boost::asio::awaitable<std::optional<users_measured>> ask(boost::asio::any_io_executor executor,
                                                              access_time since) {
        engine_api::client client(executor, engine_api::parse_endpoint(engine_.url()));
        co_return co_await read_access_log(client, stack_.proxy, since);
    }
};

TEST_F(ProxyLog, OfUsersIsAddedUp) {
    engine_.write_log(stack_.proxy, {"rollout 1000.000 200 0.040 curl", false});
    engine_.write_log(stack_.proxy, {"rollout 2000.000 200 0.020 curl", false});
    engine_.write_log(stack_.proxy, {"rollout 2001.000 503 0.030 curl", false});
    const auto all = read();
    ASSERT_TRUE(all);
    EXPECT_EQ(all->requests, 3);
    EXPECT_EQ(all->failed, 1);
    EXPECT_EQ(all->slowest_ms, 40);
    const auto later = read(at(1'500'000ms));
    EXPECT_EQ(later->requests, 2);
    EXPECT_EQ(later->slowest_ms, 30);
}

TEST_F(ProxyLog, BeforeThatMomentIsNotEvenAskedFor) {
    engine_.write_log(stack_.proxy, {"rollout 9999999999.000 200 0.040 curl", false});
    EXPECT_TRUE(read());
    const auto now = std::chrono::system_clock::now();
    EXPECT_FALSE(read(std::chrono::floor<std::chrono::milliseconds>(now) + 1h));
}

TEST_F(ProxyLog, OfAnotherFormatOrOfErrorsTellsNothing) {
    engine_.write_log(stack_.proxy, {"rollout 1000.000 200 0.040 curl", true});
    engine_.write_log(stack_.proxy, {"GET / 200", false});
    EXPECT_FALSE(read());
}

TEST_F(ProxyLog, ThatTheEngineCannotReadBackTellsNothing) {
    engine_.write_log(stack_.proxy, {"rollout 1000.000 200 0.040 curl", false});
    support::reply refusal;
    refusal.status = 500;
    refusal.body = R"({"message":"configured logging driver does not support reading"})";
    engine_.on("GET", "/containers/*/logs", [refusal](const support::request&) { return refusal; });
    EXPECT_FALSE(read());
}

}  // namespace
