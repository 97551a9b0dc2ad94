// The engine itself ends during a deploy: asked to or killed, with containers that end with it or
// go on (`live-restore`).
#include "own_engine.hpp"
#include "relay.hpp"
#include "sweep.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;

class EngineEnd : public Sweep {
  protected:
    void SetUp() override {
        try {
            const engine_view with_images(test_socket());
            engine_.emplace();
            engine_->start(false);
            engine_view(engine_->socket()).copy_image(with_images, "nginx:1.27-alpine");
        } catch (const std::exception& e) {
            FAIL() << e.what();
        }
        Sweep::SetUp();
    }

    void TearDown() override {
        Sweep::TearDown();
        engine_.reset();
    }

    std::filesystem::path engine_socket() override { return engine_->socket(); }

    // With live-restore the proxy goes on, and only the engine's own way to its port ends.
    std::string users_url() override { return relay_ ? relay_->url() : the_stack().url(); }

    // As a service manager does, which starts an engine again at once; every second time when the
    // deploy has ended without it.
    void end_and_start(int signal, bool live_restore, process& deploy) {
        engine_->end(signal);
        if (++ended_ % 2 == 0) deploy.wait(command_limit);
        engine_->start(live_restore);
        if (!support::poll_until([this] { return steady_answer().has_value(); }, 20s))
            start_what_the_engine_left(deploy);
    }

    // One that was killed may end the containers that it finds, and forget to start them again.
    // `up` makes what is stopped as the file says, so it has to say the same.
    void start_what_the_engine_left(process& deploy) {
        deploy.wait(command_limit);
        const auto status = the_stack().run({"status"});
        EXPECT_EQ(status.exit_code, 5) << status.output;
        const auto up = the_stack().run({"up"}, {{"APP_VERSION", before().version}});
        EXPECT_EQ(up.exit_code, 0) << up.output;
        ++started_by_hand_;
    }

    void sweep_with(bool live_restore) {
        engine_->end(SIGTERM);
        engine_->start(live_restore);
        expect_served();
        if (live_restore) relay_.emplace(address_of_proxy(), 8080);
        for (const int signal : {SIGTERM, SIGKILL})
            sweep(std::string("engine ended by ") + (signal == SIGTERM ? "SIGTERM" : "SIGKILL") +
                      (live_restore ? ", live-restore" : ""),
                  rounds(1), live_restore ? harm::none : harm::outage,
                  [&](process& deploy) { end_and_start(signal, live_restore, deploy); });
        relay_.reset();
        std::printf("stacks that the engine did not start again: %d\n",
                    std::exchange(started_by_hand_, 0));
    }

  private:
    std::string address_of_proxy() {
        const auto seen = the_stack().engine().call(
            "GET", "/containers/" + the_stack().container_name("proxy") + "/json");
        return seen["NetworkSettings"]["Networks"][the_stack().project() + "_edge"]["IPAddress"];
    }

    std::optional<own_engine> engine_;
    std::optional<relay> relay_;
    int ended_ = 0;
    int started_by_hand_ = 0;
};

TEST_F(EngineEnd, AtAnyMomentOfADeployLeavesTheTruthAndANextDeploy) {
    sweep_with(false);
    sweep_with(true);
}

}  // namespace
