#include "at_work.hpp"

#include <rollout/engine_work/executor.hpp>
#include <rollout/plan/plan.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>

namespace {

namespace net = boost::asio;
using namespace rollout;
using namespace std::chrono_literals;
using plan::action;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// Operations on the container `app`, whose program `/hook` plays what the test says.
class Hooks : public at_work {
  protected:
    void SetUp() override {
        how_.exec = [this](const support::exec_call& call) {
            auto end = ends_;
            end.out = call.argv.back() + '\n';
            return std::optional(end);
        };
        engine_.behave(support::selector::by_image("app:1"), how_);
        engine_.call("POST", "/containers/create?name=app", R"({"Image":"app:1"})");
    }

    static compose::hook hook(const std::string& argument) {
        compose::hook h;
        h.command = {"/hook", argument};
        return h;
    }

    static plan::operation with_hooks(action what, std::vector<compose::hook> hooks) {
        plan::operation op(what, "app");
        op.hooks = std::move(hooks);
        return op;
    }

    std::optional<engine_work::failure> carry_out(const plan::operations& operations) {
        return failure_of([&](const engine_work::context& ctx) -> net::awaitable<void> {
            const engine_work::health_options health;
            engine_work::executor work(ctx, plan::untouchable::nothing(), health);
            co_await work.run(operations);
        });
    }

    support::behaviour how_;
    support::exec_result ends_;
};

TEST_F(Hooks, OfAStartRunInItsContainerOnceItHasStarted) {
    EXPECT_FALSE(carry_out({with_hooks(action::start_container, {hook("a"), hook("b c")})}));
    EXPECT_THAT(done_to("app"), ElementsAre("POST start", "POST exec", "POST exec"));
    const auto said = said_.all<engine_work::hook_started>();
    ASSERT_THAT(said, SizeIs(2));
    EXPECT_EQ(said.back().hook, "post_start");
    EXPECT_EQ(said.back().command, "/hook 'b c'");
}

TEST_F(Hooks, RunAsTheFileSays) {
    auto h = hook("a");
    h.user = "me";
    h.working_dir = "/w";
    h.privileged = true;
    h.environment = {{"A", "1"}, {"B", std::nullopt}};
    EXPECT_FALSE(carry_out({with_hooks(action::start_container, {h})}));
    for (const auto& r : engine_.requests()) {
        if (r.path.find("/exec") == std::string::npos || r.path.starts_with("/exec")) continue;
        const auto body = nlohmann::json::parse(r.body);
        EXPECT_EQ(body.at("User"), "me");
        EXPECT_EQ(body.at("WorkingDir"), "/w");
        EXPECT_EQ(body.at("Privileged"), true);
        EXPECT_EQ(body.at("Env"), (nlohmann::json{"A=1", "B"}));
        return;
    }
    FAIL() << "no exec was made";
}

TEST_F(Hooks, OfAStartThatFailEndTheOperationWithTheirWords) {
    ends_.exit_code = 3;
    const auto failed = carry_out({with_hooks(action::start_container, {hook("warm"), hook("b")})});
    ASSERT_TRUE(failed);
    EXPECT_STREQ(failed->what(),
                 "the post_start hook `/hook warm` of container app failed: exit code 3");
    EXPECT_THAT(failed->details(), Contains("warm"));
    EXPECT_THAT(said_.all<engine_work::hook_started>(), SizeIs(1)) << "the second must not run";
}

TEST_F(Hooks, OfAStopRunBeforeItAndHoldNothingUpWhenTheyFail) {
    engine_.call("POST", "/containers/app/start");
    ends_.exit_code = 4;
    EXPECT_FALSE(carry_out({with_hooks(action::stop_container, {hook("bye"), hook("b")})}));
    EXPECT_THAT(done_to("app"), ElementsAre("POST exec", "POST exec", "POST stop"));
    const auto failed = said_.all<engine_work::hook_failed>();
    ASSERT_THAT(failed, SizeIs(2));
    EXPECT_EQ(failed.front().hook, "pre_stop");
    EXPECT_EQ(failed.front().command, "/hook bye");
    EXPECT_EQ(failed.front().why, "exit code 4: bye");
}

TEST_F(Hooks, OfAContainerThatHasEndedAreNoReasonNotToStopIt) {
    EXPECT_FALSE(carry_out({with_hooks(action::stop_container, {hook("bye")})}));
    const auto failed = said_.all<engine_work::hook_failed>();
    ASSERT_THAT(failed, SizeIs(1));
    EXPECT_THAT(failed.front().why, HasSubstr("is not running"));
}

TEST_F(Hooks, AStopTakesTheContainersOwnTimeAndSignal) {
    engine_.call("POST", "/containers/app/start");
    EXPECT_FALSE(carry_out({with_hooks(action::stop_container, {})}));
    for (const auto& r : engine_.mutating_requests("app")) {
        EXPECT_TRUE(r.query.empty()) << r.target;
    }
    EXPECT_EQ(engine_.container("app").exit_code, 0);
}

TEST_F(Hooks, WhatIsGoneNeedNotBeStopped) {
    EXPECT_FALSE(carry_out({plan::operation(action::stop_container, "gone")}));
}

class Stops : public at_work {
  protected:
    Stops() {
        slow_.stop_takes = 2s;
        engine_.behave(support::selector::by_image("app:1"), slow_);
        for (const auto* name : {"one", "two", "three"})
            run_container(name);
    }

    std::optional<engine_work::failure> stop_all() {
        plan::operations operations;
        for (const auto* name : {"one", "two", "three"})
            operations.emplace_back(action::stop_container, name);
        operations.emplace_back(action::remove_container, "one");
        return failure_of([&](const engine_work::context& ctx) -> net::awaitable<void> {
            const engine_work::health_options health;
            engine_work::executor work(ctx, plan::untouchable::nothing(), health);
            co_await work.run(operations);
        });
    }

    support::behaviour slow_;
};

TEST_F(Stops, ThatFollowOnOneAnotherDoNotWaitForOneAnother) {
    bool one_runs_still = false;
    engine_.on("POST", "/containers/three/stop", [&](const support::request&) {
        one_runs_still = engine_.container("one").running();
        return std::optional<support::reply>();
    });
    EXPECT_FALSE(stop_all());
    EXPECT_TRUE(one_runs_still);
    EXPECT_FALSE(engine_.has_container("one"));
    for (const auto* name : {"two", "three"})
        EXPECT_EQ(engine_.container(name).status, "exited") << name;
    EXPECT_THAT(said_.all<engine_work::operation_started>(), SizeIs(4));
}

TEST_F(Stops, OneThatFailsKeepsNoOtherFromBeingStoppedButWhatFollows) {
    engine_.inject("POST", "/containers/two/stop", support::fault::fail(500, "stuck"));
    std::string problem;
    try {
        stop_all();
    } catch (const engine_api::error& e) {
        problem = e.engine_message();
    }
    EXPECT_EQ(problem, "stuck");
    EXPECT_EQ(engine_.container("three").status, "exited");
    EXPECT_EQ(engine_.container("one").status, "exited") << "not removed";
}

}  // namespace
