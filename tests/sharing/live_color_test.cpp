// What docker compose does while green serves, which a deploy brought live.
#include "two_tools.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

#include <daemon/stack_test.hpp>

namespace sharing_tests {

namespace {

using daemon_tests::contains;
using daemon_tests::process;

class LiveGreen : public daemon_tests::StackTest, public testing::WithParamInterface<bool> {
  protected:
    void SetUp() override {
        skip_without_docker_compose();
        if (IsSkipped()) return;
        StackTest::SetUp();
    }

    void TearDown() override {
        if (!IsSkipped()) StackTest::TearDown();
    }

    void docker_compose(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {docker_compose_program(), "-p", the_stack().project(),
                                             "-f", "docker-compose.yml"});
        auto environment = the_stack().environment({{"APP_VERSION", "0"}});
        environment["DOCKER_HOST"] = "unix://" + the_stack().engine().socket().string();
        process running(arguments, environment, the_stack().folder().path());
        EXPECT_EQ(running.wait(daemon_tests::command_limit), 0) << running.output();
    }

    bool answers(const std::string& version) {
        return support::poll_until([&] { return the_stack().ask().version == version; },
                                   std::chrono::seconds(10));
    }
};

TEST_P(LiveGreen, IsLeftAloneByDockerCompose) {
    const bool in_the_file = GetParam();
    if (!in_the_file)
        the_stack().edit_compose_file("  app_green:\n    <<: *app\n    profiles: [green]\n",
                                      "  aside:\n    <<: *app\n    profiles: [never]\n");
    const auto deployed = the_stack().run({"deploy"}, {{"APP_VERSION", "1"}});
    ASSERT_EQ(deployed.exit_code, 0) << deployed.output;
    const auto green = the_stack().container("app_green");
    const auto load = start_load();

    docker_compose({"up", "-d", "--remove-orphans", "--no-build"});
    EXPECT_EQ(the_stack().container("app_green"), green);
    EXPECT_TRUE(daemon_tests::lost_nothing(load->stop()));
    EXPECT_TRUE(answers("1"));

    docker_compose({"stop", "proxy", "app"});
    docker_compose({"up", "-d", "--no-build"});
    EXPECT_TRUE(answers("1")) << "a proxy that starts anew serves what the snippet names";
}

INSTANTIATE_TEST_SUITE_P(Sharing, LiveGreen, testing::Bool(), [](const auto& file) {
    return file.param ? "that_the_file_has" : "that_no_file_has";
});

}  // namespace

}  // namespace sharing_tests
