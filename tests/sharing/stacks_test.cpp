// What one tool has brought up the other leaves alone, stack by stack.
#include "two_tools.hpp"

#include <algorithm>
#include <tuple>

namespace sharing_tests {

namespace {

class EachStack : public TwoToolsTest,
                  public testing::WithParamInterface<std::tuple<std::string, tool>> {
  protected:
    std::string folder() const { return "stacks/" + std::get<0>(GetParam()); }
    tool maker() const { return std::get<1>(GetParam()); }
};

TEST_P(EachStack, ThatOneToolMadeIsUpForTheOtherWhichTakesItDown) {
    const two_tools shared(folder());
    shared.succeed(maker(), {"up", "-d"});
    const auto made = shared.containers();
    const auto networks = shared.networks();
    const auto volumes = shared.volumes();
    ASSERT_FALSE(made.empty());

    shared.succeed(other(maker()), {"up", "-d"});
    EXPECT_EQ(shared.containers(), made);
    EXPECT_EQ(shared.networks(), networks);
    EXPECT_EQ(shared.volumes(), volumes);

    shared.succeed(other(maker()), {"down"});
    EXPECT_EQ(shared.containers(), ids());
    EXPECT_EQ(shared.networks(), ids());
    EXPECT_EQ(shared.volumes(), volumes) << "a volume outlives its stack";
}

std::string test_name(const testing::TestParamInfo<EachStack::ParamType>& info) {
    auto name = std::get<0>(info.param) + "_made_by_" + name_of(std::get<1>(info.param));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Sharing, EachStack,
                         testing::Combine(testing::ValuesIn(names_in("stacks")),
                                          testing::ValuesIn(both)),
                         test_name);

}  // namespace

}  // namespace sharing_tests
