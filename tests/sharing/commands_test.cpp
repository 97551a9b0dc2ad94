// Commands of one tool on what the other one made.
#include "two_tools.hpp"

namespace sharing_tests {

namespace {

class EachCommand : public TwoToolsTest, public testing::WithParamInterface<tool> {};

TEST_P(EachCommand, SeesWhatTheOtherToolMade) {
    const two_tools shared("stacks/talking");
    shared.succeed(other(GetParam()), {"up", "-d"});

    const auto listed = shared.succeed(GetParam(), {"ps"});
    EXPECT_NE(listed.find("rollout-sharing-a-1"), std::string::npos) << listed;
    const auto lines = shared.succeed(GetParam(), {"logs", "a"});
    EXPECT_NE(lines.find("said by a"), std::string::npos) << lines;
    const auto said = shared.succeed(GetParam(), {"exec", "-T", "a", "echo", "from inside"});
    EXPECT_NE(said.find("from inside"), std::string::npos) << said;

    const auto before = shared.containers();
    shared.succeed(GetParam(), {"stop"});
    shared.succeed(GetParam(), {"start"});
    shared.succeed(GetParam(), {"restart", "a"});
    EXPECT_EQ(shared.containers(), before);
    EXPECT_EQ(shared.run(GetParam(), {"run", "--rm", "-T", "a", "sh", "-c", "exit 7"}).exit_code,
              7);
    EXPECT_EQ(shared.containers(), before);
}

TEST_P(EachCommand, TakesADownWithItsVolumes) {
    const two_tools shared("stacks/volumes");
    shared.succeed(other(GetParam()), {"up", "-d"});
    ASSERT_FALSE(shared.volumes().empty());
    shared.succeed(GetParam(), {"down", "--volumes"});
    EXPECT_EQ(shared.containers(), ids());
    EXPECT_EQ(shared.volumes(), ids());
}

INSTANTIATE_TEST_SUITE_P(Sharing, EachCommand, testing::ValuesIn(both),
                         [](const auto& made_by) { return name_of(made_by.param); });

}  // namespace

}  // namespace sharing_tests
