#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/machine/foresee.hpp>
#include <blue_green/machine/machine.hpp>

namespace machine_tests {

namespace {

using namespace rollout::blue_green::machine;
using rollout::blue_green::color;
using rollout::blue_green::other;
using testing::ElementsAre;

/// Blue serves, and everything says so.
situation in_order() {
    situation s;
    s.blue = {condition::healthy, false, true};
    s.written = s.loaded = color::blue;
    s.record_current = true;
    return s;
}

std::vector<step> steps_of(const situation& s, const progress& p) {
    std::vector<step> steps;
    for (const auto& a : foresee(s, p))
        steps.push_back(a.what);
    return steps;
}

TEST(Next, ADeployAsksBeforeItMovesAndRecordsOnceNginxMoved) {
    EXPECT_THAT(steps_of(in_order(), {}),
                ElementsAre(step::ask_old, step::get_images, step::replace, step::await_health,
                            step::preview, step::write_snippets, step::reload, step::record,
                            step::smoke, step::update_others, step::drain_old, step::retire));
}

TEST(Next, WhatNginxServesIsMadeSureOfBeforeAnythingElse) {
    auto s = in_order();
    lost_sight_of_workers(s);
    const auto steps = steps_of(s, {});
    EXPECT_THAT(std::vector<step>(steps.begin(), steps.begin() + 4),
                ElementsAre(step::reload, step::reload, step::record, step::ask_old));
}

TEST(Next, ARecoveryMakesSureAndChangesNoContainer) {
    progress p;
    p.replaces = false;
    EXPECT_EQ(next(in_order(), p).what, step::end_done);
    auto s = in_order();
    s.written = color::green;
    EXPECT_EQ(next(s, p), (action{step::write_snippets, color::blue}));
}

TEST(Next, AnAddressThatMayBeStaleTakesOneReload) {
    auto s = in_order();
    s.stale = true;
    progress p;
    p.replaces = false;
    EXPECT_THAT(steps_of(s, p), ElementsAre(step::reload, step::record));
}

TEST(Next, OldWorkersAreWaitedForBeforeTheIdleColorIsReplaced) {
    auto s = in_order();
    s.draining = true;
    progress p;
    p.old_answers = verdict::passed;
    p.has_images = true;
    EXPECT_EQ(next(s, p).what, step::drain_idle);
}

TEST(Next, WhatWasMadeIsTakenBackWhenNobodyWasMoved) {
    auto s = in_order();
    s.green = {condition::running, true, false};
    progress p;
    p.abandoned = true;
    EXPECT_EQ(next(s, p).what, step::take_back);
    p.taken_back = true;
    EXPECT_EQ(next(s, p).what, step::end_failed);
}

// The snippet is back, and a reload that nobody saw may have read the other one.
TEST(Next, NothingIsTakenBackBeforeNginxIsProvedToServeTheOldVersion) {
    auto s = in_order();
    s.green = {condition::healthy, true, false};
    lost_sight_of_workers(s);
    progress p;
    p.abandoned = p.touched = true;
    EXPECT_EQ(next(s, p), (action{step::reload, color::blue}));
    saw_new_workers(s);
    EXPECT_EQ(next(s, p), (action{step::reload, color::blue}));
    saw_new_workers(s);
    EXPECT_EQ(next(s, p), (action{step::record, color::blue}));
    p.failures_back = failures_back_limit;
    lost_sight_of_workers(s);
    EXPECT_EQ(next(s, p).what, step::end_person_must_look);
}

TEST(Next, AVersionThatServedIsStoppedOnceUsersAreBackAndWell) {
    auto s = in_order();
    s.green = {condition::healthy, true, false};
    progress p;
    p.abandoned = p.touched = p.moved = true;
    EXPECT_EQ(next(s, p).what, step::ask_again);
    p.smoke_back = verdict::passed;
    EXPECT_EQ(next(s, p).what, step::take_back);
    p.smoke_back = verdict::failed;
    EXPECT_EQ(next(s, p).what, step::end_person_must_look);
}

TEST(Next, AHeldVersionMovesNobody) {
    progress p;
    p.hold = true;
    const auto steps = steps_of(in_order(), p);
    EXPECT_THAT(steps, testing::Not(testing::Contains(step::write_snippets)));
    EXPECT_EQ(steps.back(), step::preview);
}

}  // namespace

}  // namespace machine_tests
