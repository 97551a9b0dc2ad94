// Files that were changed behind our back, while nginx goes on serving what it has loaded.
#include "stack_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace daemon_tests;
using std::chrono::system_clock;

struct surprise {
    std::string name;
    std::string snippet;
};

std::ostream& operator<<(std::ostream& out, const surprise& s) {
    return out << s.name;
}

class SnippetSetBack : public StackTest, public testing::WithParamInterface<surprise> {};

TEST_P(SnippetSetBack, NeverLeadsToTheServingContainerBeingTouched) {
    ASSERT_EQ(the_stack().run({"deploy"}, {{"APP_VERSION", "1"}}).exit_code, 0);
    const auto load = start_load();
    the_stack().write_snippet(GetParam().snippet);
    ASSERT_EQ(the_stack().ask().replica, "green");
    const auto status = the_stack().run({"status"});
    EXPECT_TRUE(contains(status.output, "live: green\n"));
    EXPECT_EQ(status.output.find("record and proxy agree"), std::string::npos) << status.output;

    const auto green = the_stack().container("app_green");
    const auto began = system_clock::now();
    const auto deploy = the_stack().run({"deploy"}, {{"APP_VERSION", "2"}});
    EXPECT_EQ(deploy.exit_code, 0) << deploy.output;
    expect_untouched("app_green", green, began);
    EXPECT_TRUE(lost_nothing(load->stop())) << deploy.output;
    expect_live("blue", "2");
}

INSTANTIATE_TEST_SUITE_P(To, SnippetSetBack,
                         testing::Values(surprise{"Blue", "server app:8000;\n"},
                                         surprise{"Nothing", ""},
                                         surprise{"AnotherHost", "server elsewhere:8000;\n"}),
                         [](const auto& chosen) { return chosen.param.name; });

class RecordLost : public StackTest {};

// Without a record blue counts as live; the deploy must settle that before it makes green anew.
TEST_F(RecordLost, LosesNoRequest) {
    ASSERT_EQ(the_stack().run({"deploy"}, {{"APP_VERSION", "1"}}).exit_code, 0);
    const auto load = start_load();
    std::filesystem::remove(the_stack().folder() / "state/active-color");
    const auto deploy = the_stack().run({"deploy"}, {{"APP_VERSION", "2"}});
    EXPECT_EQ(deploy.exit_code, 0) << deploy.output;
    EXPECT_TRUE(lost_nothing(load->stop())) << deploy.output;
    expect_live(the_stack().record(), "2");
}

}  // namespace
