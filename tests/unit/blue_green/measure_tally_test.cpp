#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/measure_tally.hpp>

namespace {

using namespace rollout::blue_green;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

const measure_time start{1h};

measured_request request(milliseconds sent, milliseconds ended) {
    measured_request r;
    r.sent = start + sent;
    r.ended = start + ended;
    return r;
}

measured_request good(milliseconds sent, milliseconds ended, const std::string& by = "") {
    auto r = request(sent, ended);
    r.answered = true;
    r.good = true;
    r.saw = "status 200";
    r.by = by;
    return r;
}

measured_request bad(milliseconds sent, milliseconds ended, const std::string& by = "") {
    auto r = good(sent, ended, by);
    r.good = false;
    r.saw = "status 502";
    return r;
}

measured_request unanswered(milliseconds sent, milliseconds ended) {
    auto r = request(sent, ended);
    r.saw = "refused";
    return r;
}

measure_figures figures(const std::vector<measured_request>& requests, milliseconds end) {
    measure_tally tally(start);
    for (const auto& r : requests)
        tally.add(r);
    return tally.at(start + end);
}

TEST(MeasureTally, CountsWhatWasSentAndWhatFailed) {
    const auto f = figures({good(0ms, 5ms), bad(50ms, 55ms), unanswered(100ms, 102ms)}, 110ms);
    EXPECT_EQ(f.sent, 3);
    EXPECT_EQ(f.failed, 2);
    EXPECT_EQ(f.first_failure, "status 502, after 55 ms");
}

TEST(MeasureTally, OfNothingIsAGapFromBeginningToEnd) {
    const auto f = figures({}, 80ms);
    EXPECT_EQ(f.sent, 0);
    EXPECT_EQ(f.longest_gap, 80ms);
    EXPECT_EQ(f.slowest, 0ms);
    EXPECT_EQ(f.first_failure, "");
    EXPECT_THAT(f.answered_by, IsEmpty());
}

TEST(MeasureTally, AGapIsBetweenGoodAnswersOnly) {
    EXPECT_EQ(figures({good(0ms, 5ms), good(50ms, 65ms), good(100ms, 105ms)}, 105ms).longest_gap,
              60ms);
    EXPECT_EQ(
        figures({good(0ms, 5ms), bad(50ms, 55ms), unanswered(100ms, 102ms), good(150ms, 155ms)},
                160ms)
            .longest_gap,
        150ms);
}

TEST(MeasureTally, AGapIsBeforeTheFirstGoodAnswerAndBehindTheLastToo) {
    EXPECT_EQ(figures({bad(0ms, 5ms), good(50ms, 70ms)}, 80ms).longest_gap, 70ms);
    EXPECT_EQ(figures({good(0ms, 5ms), bad(50ms, 55ms)}, 90ms).longest_gap, 85ms);
}

// The end is when the last request was sent, and its answer may come long after.
TEST(MeasureTally, AnAnswerBehindTheEndCountsAndMakesNoGapOfTheWaitForIt) {
    const auto late = figures({good(0ms, 5ms), unanswered(40ms, 2040ms)}, 50ms);
    EXPECT_EQ(late.failed, 1);
    EXPECT_EQ(late.longest_gap, 45ms);
    EXPECT_EQ(figures({good(0ms, 5ms), good(40ms, 60ms)}, 50ms).longest_gap, 55ms);
}

TEST(MeasureTally, TheSlowestIsAnAnswerGoodOrNot) {
    EXPECT_EQ(figures({good(0ms, 5ms), bad(50ms, 80ms)}, 90ms).slowest, 30ms);
    EXPECT_EQ(figures({good(0ms, 5ms), unanswered(50ms, 2050ms)}, 90ms).slowest, 5ms);
}

TEST(MeasureTally, EveryAnswerSaysWhoGaveIt) {
    const auto f = figures({good(0ms, 1ms, "1"), good(2ms, 3ms, "2"), bad(4ms, 5ms, "2"),
                            good(6ms, 7ms), unanswered(8ms, 9ms)},
                           10ms);
    EXPECT_THAT(f.answered_by, ElementsAre(Pair("1", 1), Pair("2", 2)));
}

TEST(MeasureTally, AHeaderThatIsAnotherEachTimeDoesNotGrowForEver) {
    std::vector<measured_request> requests;
    for (int i = 0; i < 100; ++i)
        requests.push_back(good(0ms, 1ms, std::to_string(i)));
    requests.push_back(good(0ms, 1ms, "7"));
    const auto names = figures(requests, 2ms).answered_by;
    EXPECT_THAT(names, SizeIs(21));
    EXPECT_EQ(names.at("others"), 80);
    EXPECT_EQ(names.at("7"), 2);
    const std::string longer(1000, 'x');
    EXPECT_THAT(figures({good(0ms, 1ms, longer)}, 2ms).answered_by,
                ElementsAre(Pair(longer.substr(0, 64), 1)));
}

TEST(MeasureTally, WhatWasNotSentInTimeIsNeitherSentNorFailed) {
    measure_tally tally(start);
    tally.skip(2);
    tally.skip(1);
    const auto f = tally.at(start + 1s);
    EXPECT_EQ(f.skipped, 3);
    EXPECT_EQ(f.sent + f.failed, 0);
}

TEST(MeasurePace, IsSoManyASecond) {
    measure_pace pace(start, 20);
    for (const auto due : {0ms, 50ms, 100ms}) {
        EXPECT_EQ(pace.due(), start + due);
        EXPECT_EQ(pace.go_on(pace.due()), 0);
    }
}

TEST(MeasurePace, OneThatIsLateDoesNotMoveTheNext) {
    measure_pace pace(start, 20);
    EXPECT_EQ(pace.go_on(start + 49ms), 0);
    EXPECT_EQ(pace.due(), start + 50ms);
}

TEST(MeasurePace, WhatWasMissedIsToldAndNotMadeUpFor) {
    measure_pace pace(start, 20);
    EXPECT_EQ(pace.go_on(start + 120ms), 2);
    EXPECT_EQ(pace.due(), start + 150ms);
    EXPECT_EQ(pace.go_on(start + 200ms), 1);
    EXPECT_EQ(pace.due(), start + 250ms);
}

TEST(GoodAnswer, IsAnyThatIsNoErrorOfTheServer) {
    const expectation usual;
    for (const int status : {200, 204, 301, 401, 404, 499})
        EXPECT_TRUE(is_good_answer(status, usual)) << status;
    for (const int status : {500, 502, 503, 504, 599})
        EXPECT_FALSE(is_good_answer(status, usual)) << status;
}

TEST(GoodAnswer, IsWhatTheSmokeTestExpectsToo) {
    expectation unusual;
    unusual.status = {{200, 200}, {503, 503}};
    EXPECT_TRUE(is_good_answer(503, unusual));
    EXPECT_FALSE(is_good_answer(502, unusual));
}

}  // namespace
