// Users of every kind while versions change: none of them may notice.
#include "stack_test.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;

traffic::options users_of_every_kind(const stack& s) {
    traffic::options options;
    options.url = s.url();
    options.keep_alive = 4;
    options.closing = 2;
    options.slow = 2;
    options.uploads = 2;
    options.websockets = 2;
    options.pause = 5ms;
    return options;
}

class MixedLoad : public StackTest {};

// A worker that retires finishes the late answers, the uploads and the websockets that it has, so
// each deploy waits for some of each.
TEST_F(MixedLoad, LosesNothingWhileVersionsChange) {
    traffic::load load(users_of_every_kind(the_stack()));
    ASSERT_TRUE(support::poll_until([&] { return load.so_far().answered_of_kind.size() == 3; }));
    const int deploys = rounds(2);
    for (int i = 1; i <= deploys; ++i) {
        const auto version = std::to_string(i);
        const auto done = the_stack().run({"deploy"}, {{"APP_VERSION", version}});
        ASSERT_EQ(done.exit_code, 0) << done.output;
        EXPECT_TRUE(contains(done.output, "drain: the last request to")) << done.output;
        ASSERT_TRUE(lost_nothing(load.so_far())) << "deploy " << i;
    }
    const auto seen = load.stop();
    std::printf("%d deploys\n%s", deploys, traffic::to_table(seen).c_str());
    EXPECT_TRUE(lost_nothing(seen));
    for (const auto* kind : {"slow", "upload", "websocket"})
        EXPECT_GE(seen.answered_of_kind.at(kind), static_cast<std::uint64_t>(deploys)) << kind;
    expect_live(deploys % 2 == 1 ? "green" : "blue", std::to_string(deploys));
}

}  // namespace
