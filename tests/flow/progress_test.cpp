// --progress: how a command tells what it does.
#include "flow.hpp"

#include <gmock/gmock.h>

#include <string>

namespace flow {

namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Progress : public stack_test {
  protected:
    Progress() {
        support::image_options image;
        image.healthcheck = R"({"Test":["CMD","/ready"],"Interval":1000000000})";
        engine_.add_image("web:1", image);
        support::behaviour slow;
        slow.healthy_after = std::chrono::milliseconds(400);
        engine_.behave(support::selector::by_image("web:1"), slow);
        dir_.write("plain/compose.yaml", "name: plain\nservices: {web: {image: 'web:1'}}\n");
    }

    outcome up(std::vector<std::string> how,
               const std::map<std::string, std::string>& environment = {}) {
        how.insert(how.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        how.insert(how.end(), {"up", "--wait"});
        return rollout(std::move(how), environment);
    }
};

constexpr const char* drawn_again = "\x1b[1A\x1b[J";

TEST_F(Progress, OnATerminalIsDrawnAgainAndAgainAndStaysWhenItIsOver) {
    const auto result = up({"--progress", "tty"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr(drawn_again));
    EXPECT_THAT(result.out, HasSubstr("health: wait until healthy: plain-web-1  "));
    EXPECT_THAT(result.out, HasSubstr("health: wait until healthy: plain-web-1 (0."));
    EXPECT_THAT(result.out, EndsWith("up: everything runs\n"));
}

TEST_F(Progress, OfQuietIsOnlyWhatGoesWrong) {
    const auto result = up({"--progress", "quiet"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out + result.err, IsEmpty());
    engine_.go_down();
    EXPECT_THAT(up({"--progress", "quiet"}).err, HasSubstr("rollout: error: "));
}

TEST_F(Progress, ElsewhereIsPlainLines) {
    for (const auto* how : {"plain", "auto"}) {
        const auto result = up({"--progress", how});
        EXPECT_EQ(result.code, 0);
        EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
    }
}

}  // namespace

}  // namespace flow
