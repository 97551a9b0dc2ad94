#include "stack_test.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace {

using namespace daemon_tests;
using std::chrono::system_clock;

class Deploy : public StackTest {};

constexpr int deploys_in_a_row = 20;

std::string color_after(int deploys) {
    return deploys % 2 == 0 ? "blue" : "green";
}

std::string service_of(const std::string& color) {
    return color == "blue" ? "app" : "app_green";
}

TEST_F(Deploy, TwentyInARowUnderLoadLoseNoRequestAndNeverTouchTheLiveContainer) {
    const auto load = start_load();
    for (int number = 1; number <= deploys_in_a_row; ++number) {
        const auto live = service_of(color_after(number - 1));
        const auto before = the_stack().container(live);
        const auto began = system_clock::now();
        const auto version = std::to_string(number);
        const auto done = the_stack().run({"deploy"}, {{"APP_VERSION", version}});
        ASSERT_EQ(done.exit_code, 0) << done.output;
        expect_untouched(live, before, began);
        expect_live(color_after(number), version);
        ASSERT_FALSE(HasFailure()) << "deploy " << number << '\n' << done.output;
    }
    const auto seen = load->stop();
    EXPECT_TRUE(lost_nothing(seen));
    for (int number = 0; number <= deploys_in_a_row; ++number) {
        const traffic::answerer who{color_after(number), std::to_string(number)};
        EXPECT_TRUE(seen.answered_by.contains(who)) << "version " << number;
    }
    EXPECT_EQ(seen.answered_by.size(), deploys_in_a_row + 1U) << traffic::to_table(seen);
}

TEST_F(Deploy, TwoBringSnippetAndRecordBackToWhereTheyBegan) {
    the_stack().edit_compose_file("server_parameters: resolve", "server_parameters: weight=1");
    the_stack().write_snippet("server app:8000 weight=1;\n");
    const auto snippet = the_stack().snippet();
    ASSERT_EQ(the_stack().run({"deploy"}).exit_code, 0);
    EXPECT_EQ(the_stack().snippet(), "server app_green:8000 weight=1;\n");
    EXPECT_EQ(the_stack().record(), "green");
    ASSERT_EQ(the_stack().run({"deploy"}).exit_code, 0);
    EXPECT_EQ(the_stack().snippet(), snippet);
    EXPECT_EQ(the_stack().record(), "blue");
    the_stack().edit_compose_file("server_parameters: weight=1", "server_parameters: resolve");
}

TEST_F(Deploy, WaitsForTheEnginesOwnVerdictWhenAskedTo) {
    the_stack().edit_compose_file("interval: 10s", "interval: 1s");
    const auto done =
        the_stack().run({"deploy", "--no-eager-probe"}, {{"APP_VERSION", "engine's"}});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_TRUE(contains(done.output, ": its healthcheck passes\n"));
    expect_live("green", "engine's");
}

TEST_F(Deploy, RetiresTheOldColorAsAsked) {
    ASSERT_EQ(the_stack().run({"deploy", "--retire", "stop"}).exit_code, 0);
    EXPECT_EQ(the_stack().container("app").state, "exited");
    ASSERT_EQ(the_stack().run({"deploy", "--retire", "remove"}).exit_code, 0);
    EXPECT_FALSE(the_stack().engine().container(the_stack().container_name("app_green")));
}

TEST_F(Deploy, APlanChangesNothing) {
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto planned = the_stack().run({"plan"});
    EXPECT_EQ(planned.exit_code, 0);
    EXPECT_TRUE(contains(planned.output, "plan: from blue to green\n"));
    EXPECT_TRUE(
        contains(planned.output, "create container " + the_stack().container_name("app_green")));
    EXPECT_FALSE(the_stack().engine().container(the_stack().container_name("app_green")));
    EXPECT_EQ(the_stack().snippet(), "server app:8000 resolve;\n");
    EXPECT_EQ(the_stack().record(), "blue");
    expect_untouched("app", blue, began);
}

TEST_F(Deploy, StartsNoProgram) {
    const auto trace = the_stack().folder() / "trace";
    std::vector<std::string> command{"/usr/bin/strace",       "-f", "-qq",         "-e",
                                     "trace=execve,execveat", "-o", trace.string()};
    const auto rollout = the_stack().command({"deploy"});
    command.insert(command.end(), rollout.begin(), rollout.end());
    process traced(command, the_stack().environment({}), the_stack().folder().path());
    ASSERT_EQ(traced.wait(command_limit), 0) << traced.output();

    std::vector<std::string> calls;
    std::istringstream lines(the_stack().folder().read("trace"));
    for (std::string line; std::getline(lines, line);)
        if (line.find("exec") != std::string::npos) calls.push_back(line);
    ASSERT_EQ(calls.size(), 1U) << testing::PrintToString(calls);
    EXPECT_TRUE(contains(calls.front(), "execve(\"" + rollout.front() + '"'));
}

}  // namespace
