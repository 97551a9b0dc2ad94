// How containers come and go on a real engine: one-offs, hooks, stops.
#include "stack_test.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/engine_work/one_off.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace daemon_tests;
using namespace rollout;
using namespace std::chrono_literals;
using std::chrono::system_clock;

struct lines_of_output : engine_work::reporter {
    void report(const engine_work::event& e) override {
        if (const auto* one = std::get_if<engine_work::one_off_output>(&e))
            text += one->line + '\n';
    }
    std::string text;
};

class Lifecycle : public StackTest {
  protected:
    // Runs the sample app once, as of its green color, with these arguments.
    std::optional<engine_work::failure> run_once(std::vector<std::string> arguments,
                                                 std::chrono::milliseconds limit) {
        engine_work::one_off_options options;
        options.what.service = "app_green";
        options.what.purpose = "pre-deploy";
        options.what.command = std::move(arguments);
        options.limit = limit;
        const auto project = project_of_the_stack();
        try {
            support::run_coro(
                [&](boost::asio::any_io_executor on) { return run(on, project, options); },
                command_limit);
        } catch (const engine_work::failure& e) {
            return e;
        }
        return std::nullopt;
    }

    void expect_nothing_left_of_it() {
        const auto name = the_stack().project() + "-app_green-pre-deploy";
        EXPECT_FALSE(the_stack().engine().container(name));
    }

    // Where each of these actions stands in what the engine did to a container.
    static void expect_in_order(const std::vector<std::string>& actions,
                                const std::vector<std::string>& wanted) {
        auto from = actions.begin();
        for (const auto& action : wanted) {
            from = std::find_if(from, actions.end(),
                                [&](const std::string& a) { return a.rfind(action, 0) == 0; });
            ASSERT_NE(from, actions.end()) << action << " in " << testing::PrintToString(actions);
        }
    }

    lines_of_output said_;

  private:
    compose::project project_of_the_stack() {
        compose::load_options load;
        load.files = {(the_stack().folder() / "docker-compose.yml").string()};
        load.working_dir = the_stack().folder().path().string();
        load.project_name = the_stack().project();
        load.environment = the_stack().environment({});
        load.all_services = true;
        auto project = compose::load(load).project;
        // Only a deploy builds the green color's image.
        project.services.at("app_green").image = the_stack().project() + "-app";
        return project;
    }

    boost::asio::awaitable<void> run(boost::asio::any_io_executor on,
                                     const compose::project& project,
                                     const engine_work::one_off_options& options) {
        const auto url = "unix://" + the_stack().engine().socket().string();
        engine_api::client client(on, engine_api::parse_endpoint(url));
        co_await client.negotiate();
        const engine_api::credentials logins;
        const engine_work::interruption none;
        const engine_work::context ctx{client, logins, project, said_, none};
        co_await engine_work::run_one_off(ctx, options);
    }
};

TEST_F(Lifecycle, AOneOffRunsBesideTheStackAndLeavesNothing) {
    const auto blue = the_stack().container("app");
    const auto began = system_clock::now();
    const auto failed = run_once({"--help"}, 60s);
    EXPECT_FALSE(failed) << failed->what();
    EXPECT_TRUE(contains(said_.text, "rollout-app: the sample app"));
    expect_nothing_left_of_it();
    expect_untouched("app", blue, began);
    EXPECT_EQ(the_stack().ask().version, "0");
}

TEST_F(Lifecycle, AOneOffThatFailsSaysWhy) {
    const auto failed = run_once({"nonsense"}, 60s);
    ASSERT_TRUE(failed);
    EXPECT_STREQ(failed->what(), "the pre-deploy command `nonsense` ended with exit code 64");
    EXPECT_TRUE(contains(testing::PrintToString(failed->details()), "cannot understand"));
    expect_nothing_left_of_it();
}

TEST_F(Lifecycle, AOneOffThatGoesOnIsStopped) {
    const auto failed = run_once({}, 1s);  // serves until it is told to stop
    ASSERT_TRUE(failed);
    EXPECT_TRUE(contains(failed->what(), "was not done within 1 s"));
    expect_nothing_left_of_it();
}

TEST_F(Lifecycle, DownStopsWhatRunsAndOnlyThenRemovesIt) {
    const auto began = system_clock::now();
    const auto blue = the_stack().container("app");
    const auto proxy = the_stack().container("proxy");
    const auto down = the_stack().run({"down"});
    ASSERT_EQ(down.exit_code, 0) << down.output;
    for (const auto& id : {blue.id, proxy.id})
        expect_in_order(the_stack().engine().actions_on(id, began),
                        {"kill", "die", "stop", "destroy"});
}

TEST_F(Lifecycle, ARetiredColorIsStoppedAndOnlyThenRemoved) {
    const auto began = system_clock::now();
    const auto blue = the_stack().container("app");
    const auto deploy = the_stack().run({"deploy", "--retire", "remove"});
    ASSERT_EQ(deploy.exit_code, 0) << deploy.output;
    expect_in_order(the_stack().engine().actions_on(blue.id, began),
                    {"kill", "die", "stop", "destroy"});
}

TEST_F(Lifecycle, HooksRunInTheContainer) {
    the_stack().edit_compose_file("stop_grace_period: 15s",
                                  "stop_grace_period: 15s\n"
                                  "  post_start: [{command: [/rollout-app, --help]}]\n"
                                  "  pre_stop: [{command: [/rollout-app, healthcheck, /health]}]");
    const auto began = system_clock::now();
    const auto deploy = the_stack().run({"deploy"});
    ASSERT_EQ(deploy.exit_code, 0) << deploy.output;
    const auto green = the_stack().container("app_green");
    const auto down = the_stack().run({"down"});
    ASSERT_EQ(down.exit_code, 0) << down.output;
    EXPECT_EQ(down.output.find("warning"), std::string::npos) << down.output;
    expect_in_order(the_stack().engine().actions_on(green.id, began),
                    {"start", "exec_start: /rollout-app --help",
                     "exec_start: /rollout-app healthcheck /health", "stop", "destroy"});
}

TEST_F(Lifecycle, AHookThatFailsKeepsANewVersionFromGoingLive) {
    the_stack().edit_compose_file("stop_grace_period: 15s",
                                  "stop_grace_period: 15s\n"
                                  "  post_start: [{command: [/rollout-app, nonsense]}]");
    const auto deploy = the_stack().run({"deploy"});
    EXPECT_EQ(deploy.exit_code, 1) << deploy.output;
    EXPECT_TRUE(
        contains(deploy.output, "the post_start hook `/rollout-app nonsense` of container"));
    EXPECT_TRUE(contains(deploy.output, "cannot understand \"nonsense\""));
    EXPECT_FALSE(the_stack().engine().container(the_stack().container_name("app_green")));
    expect_live("blue", "0");
}

}  // namespace
