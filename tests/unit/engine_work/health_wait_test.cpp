#include <engine_api/client.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using engine_api::error_kind;
using rollout::engine_work::health_options;
using rollout::engine_work::health_result;
using support::selector;

constexpr auto promptly = 20s;  // the limit of the waits below is far above it

class WaitHealthy : public testing::Test {
  protected:
    WaitHealthy() {
        support::image_options image;
        image.healthcheck = R"({"Test":["CMD","/ready"],"Interval":1000000000})";
        image.cmd = {"/app"};
        engine_.add_image("app:1", image);
        starting_.healthy_after.reset();
        options_.limit = 10min;
    }

    /// Starts a container that behaves so, waits for its health and, meanwhile, does `at_probe`
    /// once its healthcheck was run by exec.
    health_result wait(const support::behaviour& how, std::function<void()> at_probe = {}) {
        start(how, R"({"Image":"app:1"})");
        return wait_for_started(std::move(at_probe));
    }

    /// One that ended and that the engine restarts after that time.
    health_result wait_for_restarted(std::chrono::milliseconds delay) {
        support::behaviour ready;
        ready.healthy_after = 1h;
        ready.ready_after = 0ms;
        ready.restart_delay = delay;
        start(ready, R"({"Image":"app:1","HostConfig":{"RestartPolicy":{"Name":"always"}}})");
        engine_.crash("app", 3);
        options_.fresh = false;
        return wait_for_started({});
    }

    /// A job that ended with 3, that the engine restarts in a moment, and that then ends so.
    health_result wait_for_job(int exit_code) {
        support::behaviour failing;
        failing.restart_delay = 200ms;
        start(
            failing,
            R"({"Image":"app:1","HostConfig":{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":1}}})");
        engine_.crash("app", 3);
        engine_.change("app", [&](support::behaviour& how) {
            how.exits_after = 100ms;
            how.exit_code = exit_code;
        });
        options_.until = rollout::plan::wait_for::completed;
        return wait_for_started({});
    }

    void start(const support::behaviour& how, const std::string& body) {
        engine_.behave(selector::by_image("app:1"), how);
        EXPECT_EQ(engine_.call("POST", "/containers/create?name=app", body).status, 201u);
        EXPECT_EQ(engine_.call("POST", "/containers/app/start").status, 204u);
    }

    health_result wait_for_started(std::function<void()> at_probe) {
        std::thread meanwhile([&] {
            if (!at_probe) return;
            EXPECT_TRUE(engine_.wait_for_request("POST", "/exec/*/start", promptly));
            at_probe();
        });
        const auto begin = std::chrono::steady_clock::now();
        std::exception_ptr problem;
        health_result result;
        try {
            result = support::run_coro([&](net::any_io_executor on) { return run(on); });
        } catch (...) {
            problem = std::current_exception();
        }
        meanwhile.join();
        EXPECT_LT(std::chrono::steady_clock::now() - begin, promptly);
        if (problem) std::rethrow_exception(problem);
        return result;
    }

    std::optional<error_kind> refusal(std::function<void()> at_probe) {
        try {
            ADD_FAILURE() << wait(starting_, std::move(at_probe)).text;
        } catch (const engine_api::error& e) {
            return e.kind();
        }
        return std::nullopt;
    }

    net::awaitable<health_result> run(net::any_io_executor on) {
        engine_api::client client(on, engine_api::parse_endpoint(engine_.url()));
        co_await client.negotiate();
        co_return co_await rollout::engine_work::wait_healthy(client, "app", options_);
    }

    support::fake_engine engine_;
    support::behaviour starting_;  // never healthy
    health_options options_;
};

TEST_F(WaitHealthy, ByTheEnginesVerdict) {
    support::behaviour quick;
    quick.ready_after = 1h;
    const auto result = wait(quick);
    EXPECT_TRUE(result.healthy);
    EXPECT_EQ(result.text, "its healthcheck passes");
}

// Each watcher threw, and the wait went on to its limit all the same.
TEST_F(WaitHealthy, AnEngineThatGoesAwayIsAnErrorAtOnce) {
    EXPECT_EQ(refusal([&] { engine_.go_down(); }), error_kind::no_engine);
}

TEST_F(WaitHealthy, AContainerThatIsRemovedIsAnErrorAtOnce) {
    EXPECT_EQ(refusal([&] { engine_.call("DELETE", "/containers/app?force=1"); }),
              error_kind::not_found);
}

TEST_F(WaitHealthy, AnEventStreamThatBreaksAloneIsNoFailure) {
    engine_.inject("GET", "/events", support::fault::reset_after_head());
    const auto result = wait(starting_, [&] { engine_.set_health("app", "healthy"); });
    EXPECT_TRUE(result.healthy);
}

TEST_F(WaitHealthy, AProbeThatCannotBeRunIsRunAgain) {
    engine_.inject("POST", "/exec/*/start", support::fault::reset_before_head(),
                   support::occurrence::up_to(2));
    support::behaviour ready;
    ready.healthy_after = 1h;
    ready.ready_after = 0ms;
    const auto result = wait(ready);
    EXPECT_TRUE(result.healthy);
    EXPECT_EQ(engine_.count("POST", "/exec/*/start"), 3u);
}

TEST_F(WaitHealthy, AContainerThatExitsIsNotHealthy) {
    const auto result = wait(starting_, [&] { engine_.crash("app", 3); });
    EXPECT_FALSE(result.healthy);
    EXPECT_EQ(result.text, "it is exited with exit code 3");
}

TEST_F(WaitHealthy, WhatTheEngineIsAboutToRestartMayComeBack) {
    const auto result = wait_for_restarted(200ms);
    EXPECT_TRUE(result.healthy) << result.text;
}

TEST_F(WaitHealthy, WhatWaitsLongForItsRestartIsNotHealthy) {
    const auto result = wait_for_restarted(1h);
    EXPECT_FALSE(result.healthy);
    EXPECT_EQ(result.text, "it exits and is restarted");
}

TEST_F(WaitHealthy, AJobThatIsRestartedMayCompleteYet) {
    const auto result = wait_for_job(0);
    EXPECT_TRUE(result.healthy) << result.text;
}

TEST_F(WaitHealthy, AJobThatIsRestartedNoMoreHasFailed) {
    const auto result = wait_for_job(4);
    EXPECT_FALSE(result.healthy);
    EXPECT_EQ(result.text, "it is exited with exit code 4");
}

TEST_F(WaitHealthy, AJobMayTakeLongerThanWhatMustGetHealthy) {
    support::behaviour job;
    job.exits_after = 300ms;
    job.exit_code = 0;
    options_.limit = 1ms;
    options_.until = rollout::plan::wait_for::completed;
    const auto result = wait(job);
    EXPECT_TRUE(result.healthy) << result.text;
}

TEST_F(WaitHealthy, AJobHasALimitOfItsOwn) {
    options_.completion_limit = 1s;
    options_.until = rollout::plan::wait_for::completed;
    const auto result = wait(starting_);
    EXPECT_FALSE(result.healthy);
    EXPECT_EQ(result.text, "it has not ended after 1 s");
}

}  // namespace
