#include "readiness_state.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using app::readiness_state;
using namespace std::chrono_literals;

class ReadinessState : public testing::Test {
  protected:
    readiness_state::now_function clock() {
        return [this] { return now_; };
    }

    readiness_state::clock::time_point now_{};
};

TEST_F(ReadinessState, IsReadyAtOnceWithoutWarmUp) {
    EXPECT_TRUE(readiness_state(0s, clock()).ready());
}

TEST_F(ReadinessState, IsNotReadyBeforeTheWarmUpEnds) {
    const readiness_state state{5s, clock()};
    EXPECT_FALSE(state.ready());
    now_ += 5s - 1ns;
    EXPECT_FALSE(state.ready());
    now_ += 1ns;
    EXPECT_TRUE(state.ready());
}

TEST_F(ReadinessState, DrainEndsReadiness) {
    readiness_state state{0s, clock()};
    state.mark_not_ready();
    EXPECT_FALSE(state.ready());
}

TEST_F(ReadinessState, DrainWinsOverWarmUp) {
    readiness_state state{5s, clock()};
    state.mark_not_ready();
    now_ += 1h;
    EXPECT_FALSE(state.ready());
}

TEST_F(ReadinessState, MarkReadyUndoesTheDrain) {
    readiness_state state{0s, clock()};
    state.mark_not_ready();
    state.mark_ready();
    EXPECT_TRUE(state.ready());
}

TEST_F(ReadinessState, MarkReadyEndsTheWarmUp) {
    readiness_state state{5s, clock()};
    state.mark_ready();
    EXPECT_TRUE(state.ready());
}

TEST_F(ReadinessState, CanDrainAgainAfterMarkReady) {
    readiness_state state{5s, clock()};
    state.mark_ready();
    state.mark_not_ready();
    EXPECT_FALSE(state.ready());
}

}  // namespace
