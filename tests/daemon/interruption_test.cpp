// Deploys that are killed, asked to end, or that meet another one.
#include "stack_test.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <functional>
#include <string>

namespace {

using namespace daemon_tests;
using std::chrono::system_clock;

struct moment {
    std::string name;
    std::function<bool(const stack&, const process&)> came;
};

std::ostream& operator<<(std::ostream& out, const moment& m) {
    return out << m.name;
}

moment when_it_says(const std::string& name, const std::string& line) {
    return {name, [line](const stack&, const process& deploy) {
                return deploy.wait_for_line(line, command_limit);
            }};
}

moment when_it_has_written(const std::string& name, std::string (stack::*file)() const,
                           const std::string& part) {
    return {name, [file, part](const stack& s, const process&) {
                return support::poll_until(
                    [&] { return (s.*file)().find(part) != std::string::npos; }, command_limit);
            }};
}

class KilledDeploy : public StackTest, public testing::WithParamInterface<moment> {};

TEST_P(KilledDeploy, LosesNoRequestAndTheNextOneTakesOver) {
    const auto load = start_load();
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto deploy = the_stack().start({"deploy"}, {{"APP_VERSION", "1"}});
    ASSERT_TRUE(GetParam().came(the_stack(), *deploy)) << deploy->output();
    deploy->send_signal(SIGKILL);
    ASSERT_EQ(deploy->wait(command_limit), 128 + SIGKILL) << deploy->output();
    expect_untouched("app", blue, began);
    ASSERT_TRUE(the_stack().engine().container(the_stack().project() + "-rollout-lock"));

    const auto next = the_stack().run({"deploy"}, {{"APP_VERSION", "2"}});
    EXPECT_EQ(next.exit_code, 0) << next.output;
    EXPECT_TRUE(contains(next.output, "an earlier run did not finish"));
    EXPECT_TRUE(lost_nothing(load->stop())) << next.output;
    expect_live(the_stack().record(), "2");
    expect_no_lock();
}

INSTANTIATE_TEST_SUITE_P(At, KilledDeploy,
                         testing::Values(when_it_says("Create", "start: create container"),
                                         when_it_says("Start", "start: start container"),
                                         when_it_has_written("Snippet", &stack::snippet,
                                                             "app_green"),
                                         when_it_says("Cutover", "cutover: nginx serves green"),
                                         when_it_has_written("Record", &stack::record, "green")),
                         [](const auto& chosen) { return chosen.param.name; });

// At moments spread over the time that a deploy takes.
class KilledAnywhere : public StackTest {
  protected:
    void expect_truth() {
        const auto status = the_stack().run({"status"});
        const auto got = the_stack().ask();
        EXPECT_EQ(got.status, 200);
        if (status.exit_code != 0) return;
        EXPECT_TRUE(contains(status.output, "live: " + got.replica + '\n'));
    }
};

TEST_F(KilledAnywhere, ADeployLosesNoRequestStatusTellsTheTruthAndTheNextOneTakesOver) {
    constexpr std::chrono::milliseconds longest{1'500};
    const int moments = rounds(3);
    const auto load = start_load();
    for (int i = 0; i < moments; ++i) {
        const auto after = longest * (i + 1) / (moments + 1);
        SCOPED_TRACE(std::to_string(after.count()) + " ms");
        const auto deploy = the_stack().start({"deploy"}, {{"APP_VERSION", "killed"}});
        deploy->wait(after);
        deploy->send_signal(SIGKILL);
        deploy->wait(command_limit);
        expect_truth();
        const auto next = the_stack().run({"deploy"}, {{"APP_VERSION", std::to_string(i)}});
        ASSERT_EQ(next.exit_code, 0) << next.output;
        expect_live(the_stack().record(), std::to_string(i));
        expect_no_lock();
    }
    const auto seen = load->stop();
    std::printf("%d deploys killed, %llu requests of users, %llu of them failed\n", moments,
                static_cast<unsigned long long>(seen.sent),
                static_cast<unsigned long long>(seen.failed));
    EXPECT_TRUE(lost_nothing(seen));
}

class InterruptedDeploy : public StackTest {
  protected:
    // A deploy whose new version warms up for longer than any test takes.
    std::unique_ptr<process> start_waiting_deploy() {
        auto deploy = the_stack().start({"deploy"}, {{"APP_READY_AFTER_SECONDS", "600"}});
        EXPECT_TRUE(deploy->wait_for_line("health: wait until healthy", command_limit))
            << deploy->output();
        return deploy;
    }
};

TEST_F(InterruptedDeploy, CleansUpBeforeTheCutover) {
    const auto load = start_load();
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto deploy = start_waiting_deploy();
    deploy->send_signal(SIGTERM);
    EXPECT_EQ(deploy->wait(command_limit), 143) << deploy->output();
    EXPECT_FALSE(the_stack().engine().container(the_stack().container_name("app_green")));
    expect_untouched("app", blue, began);
    expect_no_lock();
    expect_live("blue", "0");
    EXPECT_TRUE(lost_nothing(load->stop()));
}

TEST_F(InterruptedDeploy, EndsWithTheCodeOfAKeyboardInterrupt) {
    const auto deploy = start_waiting_deploy();
    deploy->send_signal(SIGINT);
    EXPECT_EQ(deploy->wait(command_limit), 130) << deploy->output();
    expect_no_lock();
}

TEST_F(InterruptedDeploy, IsRolledBackAfterTheCutover) {
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto deploy = the_stack().start({"deploy", "--soak", "600s"}, {{"APP_VERSION", "1"}});
    ASSERT_TRUE(deploy->wait_for_line("soak: the smoke test passed", command_limit))
        << deploy->output();
    deploy->send_signal(SIGTERM);
    EXPECT_EQ(deploy->wait(command_limit), 143) << deploy->output();
    expect_untouched("app", blue, began);
    expect_live("blue", "0");
    expect_no_lock();
}

TEST_F(InterruptedDeploy, HoldsALockThatTurnsAnotherOneAwayAndNamesItsOwner) {
    const auto first = start_waiting_deploy();
    const auto second = the_stack().run({"deploy"});
    EXPECT_EQ(second.exit_code, 75);
    EXPECT_TRUE(contains(second.output, "another deploy is under way"));
    EXPECT_TRUE(contains(second.output, "(pid " + std::to_string(first->pid()) + ")"));
    const auto down = the_stack().run({"down"});
    EXPECT_EQ(down.exit_code, 75) << down.output;
    first->send_signal(SIGTERM);
    EXPECT_EQ(first->wait(command_limit), 143);
    expect_live("blue", "0");
}

}  // namespace
