// After a change of the file each tool makes anew what the other one would.
#include "two_tools.hpp"

#include <algorithm>

namespace sharing_tests {

namespace {

struct consequence {
    std::vector<std::string> containers;
    std::vector<std::string> networks;

    bool operator==(const consequence&) const = default;
};

void PrintTo(const consequence& what, std::ostream* out) {
    *out << "containers " << testing::PrintToString(what.containers) << ", networks "
         << testing::PrintToString(what.networks);
}

class EachChange : public TwoToolsTest, public testing::WithParamInterface<std::string> {
  protected:
    // What `changer` makes anew of what `maker` made; what it leaves, the other leaves alone.
    static consequence of_change(tool maker, tool changer) {
        two_tools shared("changes");
        shared.succeed(maker, {"up", "-d"});
        const auto containers = shared.containers();
        const auto networks = shared.networks();
        shared.add_file(GetParam());
        shared.succeed(changer, {"up", "-d"});
        const auto after = shared.containers();
        const consequence what{changed(containers, after), changed(networks, shared.networks())};
        shared.succeed(other(changer), {"up", "-d"});
        EXPECT_EQ(shared.containers(), after) << "changed by " << name_of(changer);
        return what;
    }
};

TEST_P(EachChange, MakesTheSameAnewWhicheverToolSeesIt) {
    const auto wanted = of_change(tool::docker_compose, tool::docker_compose);
    EXPECT_EQ(of_change(tool::docker_compose, tool::rollout), wanted);
    EXPECT_EQ(of_change(tool::rollout, tool::docker_compose), wanted);
    EXPECT_EQ(of_change(tool::rollout, tool::rollout), wanted);
}

std::string change_name(const testing::TestParamInfo<std::string>& info) {
    auto name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Sharing, EachChange, testing::ValuesIn(names_in("changes")), change_name);

}  // namespace

}  // namespace sharing_tests
