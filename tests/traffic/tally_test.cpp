#include <gtest/gtest.h>

#include <chrono>

#include <traffic/tally.hpp>

namespace {

using namespace std::chrono_literals;

class Tally : public testing::Test {
  protected:
    traffic::tally::time_point start = std::chrono::steady_clock::now();
    traffic::tally counts{start};
};

TEST_F(Tally, FailuresAreSentRequestsToo) {
    counts.answered(start + 1ms, "{}");
    counts.failed(start + 2ms, "answer: status 500");
    const auto result = counts.at(start + 3ms);
    EXPECT_EQ(result.sent, 2U);
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(result.duration, 3ms);
}

TEST_F(Tally, TheLongestGapLiesBetweenTwoAnswers) {
    counts.answered(start + 10ms, "{}");
    counts.answered(start + 50ms, "{}");
    counts.answered(start + 60ms, "{}");
    EXPECT_EQ(counts.at(start + 61ms).longest_gap, 40ms);
}

TEST_F(Tally, AFailureDoesNotEndAGap) {
    counts.answered(start + 10ms, "{}");
    counts.failed(start + 40ms, "answer: status 500");
    counts.answered(start + 90ms, "{}");
    EXPECT_EQ(counts.at(start + 91ms).longest_gap, 80ms);
}

TEST_F(Tally, AnOutageUntilTheEndIsAGap) {
    counts.answered(start + 10ms, "{}");
    EXPECT_EQ(counts.at(start + 500ms).longest_gap, 490ms);
}

TEST_F(Tally, TheFirstTenFailuresAreKept) {
    for (int i = 1; i <= 12; ++i) {
        counts.failed(start + std::chrono::milliseconds(i), "number " + std::to_string(i));
    }
    const auto result = counts.at(start + 20ms);
    EXPECT_EQ(result.failed, 12U);
    ASSERT_EQ(result.first_failures.size(), 10U);
    EXPECT_EQ(result.first_failures.back().at, 10ms);
    EXPECT_EQ(result.first_failures.back().reason, "number 10");
}

TEST_F(Tally, EveryFailureIsCountedByItsReason) {
    for (int i = 0; i < 12; ++i)
        counts.failed(start, "answer: status 500");
    counts.failed(start, "connect: Connection refused");
    const auto because = counts.at(start).failed_because;
    EXPECT_EQ(because.size(), 2U);
    EXPECT_EQ(because.at("answer: status 500"), 12U);
    EXPECT_EQ(because.at("connect: Connection refused"), 1U);
}

TEST_F(Tally, AnswersAreCountedBySender) {
    counts.answered(start, R"({"replica":"blue","version":"1"})");
    counts.answered(start, R"({"replica":"green","version":"2"})");
    counts.answered(start, R"({"replica":"green","version":"2"})");
    const auto result = counts.at(start);
    const traffic::answerer green{"green", "2"};
    EXPECT_EQ(result.answered_by.size(), 2U);
    EXPECT_EQ(result.answered_by.at(green), 2U);
}

TEST_F(Tally, AnAnswerThatNamesNobodyStillCounts) {
    for (const auto* body : {"", "plain text", "[1]", R"({"replica":7})"}) {
        counts.answered(start, body);
    }
    const auto result = counts.at(start);
    ASSERT_EQ(result.answered_by.size(), 1U);
    EXPECT_EQ(result.answered_by.at(traffic::answerer()), 4U);
}

}  // namespace
