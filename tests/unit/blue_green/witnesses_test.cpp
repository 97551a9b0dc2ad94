#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/witnesses.hpp>

namespace {

using namespace rollout::blue_green;
using testing::HasSubstr;
using testing::IsEmpty;

witnesses both_healthy(color recorded, std::optional<color> written) {
    witnesses w;
    w.recorded = recorded;
    w.written = written;
    w.blue = w.green = condition::healthy;
    return w;
}

TEST(Judge, AgreeingWitnessesNeedNothing) {
    for (const auto c : {color::blue, color::green}) {
        const auto v = judge(both_healthy(c, c));
        EXPECT_EQ(v.live, c);
        EXPECT_FALSE(v.reload || v.write_record);
        EXPECT_THAT(v.finding, IsEmpty());
    }
}

TEST(Judge, ASnippetThatWasSetBackIsSetToTheRecordedColorAgain) {
    const auto v = judge(both_healthy(color::green, color::blue));
    EXPECT_EQ(v.live, color::green);
    EXPECT_TRUE(v.reload);
    EXPECT_FALSE(v.write_record);
    EXPECT_THAT(v.finding, HasSubstr("the record says green, the snippet blue"));
}

TEST(Judge, TheSnippetWinsWhenTheRecordedColorIsNotHealthy) {
    auto w = both_healthy(color::green, color::blue);
    w.green = condition::running;
    const auto v = judge(w);
    EXPECT_EQ(v.live, color::blue);
    EXPECT_TRUE(v.write_record && v.reload);
}

TEST(Judge, ANewerSnippetIsLoadedBeforeAnythingElse) {
    auto w = both_healthy(color::blue, color::blue);
    w.snippet_newer = true;
    const auto v = judge(w);
    EXPECT_EQ(v.live, color::blue);
    EXPECT_TRUE(v.reload);
    EXPECT_THAT(v.finding, HasSubstr("newer"));
}

TEST(Judge, WhenBothNameAColorThatIsDownTheRunningOneIsLive) {
    auto w = both_healthy(color::blue, color::blue);
    w.blue = condition::down;
    const auto v = judge(w);
    EXPECT_EQ(v.live, color::green);
    EXPECT_TRUE(v.reload && v.write_record);
}

// A live color that is starting again must not lose its traffic to an old, healthy idle one.
TEST(Judge, AgreeingWitnessesAreBelievedWhileTheColorRuns) {
    auto w = both_healthy(color::blue, color::blue);
    w.blue = condition::running;
    const auto v = judge(w);
    EXPECT_EQ(v.live, color::blue);
    EXPECT_FALSE(v.reload);
}

TEST(Judge, AnUnknownSnippetFollowsTheRecord) {
    const auto v = judge(both_healthy(color::green, std::nullopt));
    EXPECT_EQ(v.live, color::green);
    EXPECT_TRUE(v.reload);
    EXPECT_THAT(v.finding, HasSubstr("neither color"));
}

TEST(Judge, AnUnknownSnippetAndADownRecordFollowWhatRuns) {
    auto w = both_healthy(color::blue, std::nullopt);
    w.blue = condition::down;
    EXPECT_EQ(judge(w).live, color::green);
}

TEST(Judge, WithoutARecordTheSnippetThatNginxHasLoadedIsBelieved) {
    auto w = both_healthy(color::blue, color::green);
    w.recorded.reset();
    auto v = judge(w);
    EXPECT_EQ(v.live, color::green);
    EXPECT_TRUE(v.write_record);
    EXPECT_THAT(v.finding, HasSubstr("no record"));
    w.snippet_newer = true;
    EXPECT_EQ(judge(w).live, color::blue);
}

// Its healthcheck has not passed yet: no reason to send its traffic to an old version.
TEST(Judge, AnUnknownSnippetLeavesTheRecordedColorLiveWhileItRuns) {
    auto w = both_healthy(color::blue, std::nullopt);
    w.blue = condition::running;
    EXPECT_EQ(judge(w).live, color::blue);
    w.recorded.reset();
    EXPECT_EQ(judge(w).live, color::green);
}

TEST(Judge, NothingHealthyFollowsTheFirstThatRuns) {
    auto w = both_healthy(color::blue, color::green);
    w.blue = condition::down;
    w.green = condition::running;
    EXPECT_EQ(judge(w).live, color::green);
    w.green = condition::down;
    EXPECT_EQ(judge(w).live, color::blue);
}

}  // namespace
