#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/machine/choose_live.hpp>

namespace machine_tests {

namespace {

using namespace rollout::blue_green::machine;
using rollout::blue_green::color;
using rollout::blue_green::other;
using testing::HasSubstr;
using testing::IsEmpty;

situation both(condition blue, condition green) {
    situation s;
    s.blue.is = blue;
    s.green.is = green;
    return s;
}

situation both_healthy() {
    return both(condition::healthy, condition::healthy);
}

hints that_say(std::optional<color> recorded, std::optional<color> written) {
    hints h;
    h.recorded = recorded;
    h.written = written;
    return h;
}

TEST(ChooseLive, WhatNginxIsProvedToServeIsLiveWhateverTheFilesSay) {
    auto s = both_healthy();
    s.loaded = color::green;
    EXPECT_EQ(choose_live(s, that_say(color::blue, color::blue)), color::green);
}

TEST(ChooseLive, NotWhenItDoesNotRun) {
    auto s = both(condition::healthy, condition::down);
    s.loaded = color::green;
    EXPECT_EQ(choose_live(s, that_say(color::green, color::green)), color::blue);
}

TEST(ChooseLive, ASnippetThatWasSetBackYieldsToTheRecord) {
    EXPECT_EQ(choose_live(both_healthy(), that_say(color::green, color::blue)), color::green);
}

// The run that was killed wrote it after the new version had passed.
TEST(ChooseLive, AnUnfinishedRunLeftTheTruthInTheSnippet) {
    auto h = that_say(color::blue, color::green);
    h.unfinished = true;
    EXPECT_EQ(choose_live(both_healthy(), h), color::green);
    EXPECT_EQ(choose_live(both(condition::healthy, condition::running), h), color::blue);
}

TEST(ChooseLive, WhatHasServedIsPreferredToWhatWasNeverAsked) {
    auto s = both(condition::running, condition::healthy);
    s.blue.served = true;
    EXPECT_EQ(choose_live(s, that_say(color::blue, color::green)), color::blue);
    s.blue.served = false;
    EXPECT_EQ(choose_live(s, that_say(color::blue, color::green)), color::green);
}

TEST(ChooseLive, WithoutARecordTheSnippetIsBelieved) {
    EXPECT_EQ(choose_live(both_healthy(), that_say(std::nullopt, color::green)), color::green);
}

TEST(ChooseLive, WithoutAnythingItIsBlue) {
    EXPECT_EQ(choose_live({}, {}), color::blue);
}

TEST(Finding, OfAHostInOrderIsEmpty) {
    auto s = both_healthy();
    s.loaded = s.written = color::green;
    EXPECT_THAT(finding(s, that_say(color::green, color::green), color::green), IsEmpty());
}

TEST(Finding, WorkersThatTheRecordDoesNotKnowProveNothing) {
    const auto s = both_healthy();
    EXPECT_THAT(finding(s, that_say(color::blue, color::blue), color::blue),
                HasSubstr("not proved what nginx has loaded"));
}

TEST(Finding, AContainerThatStartedAfterNginxLookedItUpIsStale) {
    auto s = both_healthy();
    s.loaded = s.written = color::blue;
    s.stale = true;
    EXPECT_THAT(finding(s, that_say(color::blue, color::blue), color::blue),
                HasSubstr("started after nginx looked them up"));
}

}  // namespace

}  // namespace machine_tests
