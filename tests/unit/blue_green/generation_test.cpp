#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include <blue_green/generation.hpp>

namespace {

using namespace rollout::blue_green;
using testing::UnorderedElementsAre;

const std::vector<std::string> titles = {"PID", "PPID", "COMMAND"};

workers with(std::set<int> active, std::set<int> shutting_down = {}) {
    workers w;
    w.active = std::move(active);
    w.shutting_down = std::move(shutting_down);
    return w;
}

TEST(Workers, AreToldFromMasterAndFromOneAnotherByTheirTitles) {
    const auto w = parse_workers(titles, {{"10", "1", "nginx: master process nginx -g daemon off;"},
                                          {"21", "10", "nginx: worker process"},
                                          {"22", "10", "nginx: worker process"},
                                          {"11", "10", "nginx: worker process is shutting down"},
                                          {"30", "10", "nginx: cache manager process"}});
    EXPECT_THAT(w.active, UnorderedElementsAre(21, 22));
    EXPECT_THAT(w.shutting_down, UnorderedElementsAre(11));
}

// A busy machine showed one worker of two: the record named a generation that never was.
TEST(Workers, ThatHaveNoTitleOfTheirOwnYetAreStarting) {
    const auto w =
        parse_workers(titles, {{"10", "1", "nginx: master process nginx -g daemon off;"},
                               {"21", "10", "nginx: worker process"},
                               {"22", "10", "nginx: master process nginx -g daemon off;"},
                               {"11", "10", "nginx: worker process is shutting down"}});
    EXPECT_THAT(w.active, UnorderedElementsAre(21));
    EXPECT_THAT(w.starting, UnorderedElementsAre(22));
    EXPECT_FALSE(has_moved(with({11}), w));
}

TEST(Workers, OtherColumnsAreRefused) {
    EXPECT_THROW(parse_workers({"PID", "CMD"}, {}), std::runtime_error);
}

TEST(HasMoved, NotWhileAnOldWorkerAccepts) {
    const auto before = with({21, 22});
    EXPECT_FALSE(has_moved(before, with({21, 22})));
    EXPECT_FALSE(has_moved(before, with({31, 32, 22}, {21})));
    EXPECT_TRUE(has_moved(before, with({31, 32}, {21, 22})));
    EXPECT_TRUE(has_moved(before, with({31, 32})));
}

TEST(HasMoved, NotWithoutNewWorkers) {
    EXPECT_FALSE(has_moved(with({21}), with({}, {21})));
}

TEST(HasDrained, WhenNoneOfTheOldIsLeft) {
    EXPECT_FALSE(has_drained({21, 22}, with({31}, {22})));
    EXPECT_TRUE(has_drained({21, 22}, with({31})));
    EXPECT_TRUE(has_drained({21, 22}, with({31}, {5})));
}

}  // namespace
