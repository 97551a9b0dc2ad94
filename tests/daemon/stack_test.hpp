#pragma once

#include "stack.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include <traffic/traffic.hpp>

namespace daemon_tests {

// The sample stack on the real engine, blue with version 0 live. Afterwards `rollout down` must
// leave nothing behind.
class StackTest : public testing::Test {
  protected:
    void SetUp() override;
    void TearDown() override;

    stack& the_stack() { return *stack_; }

    // Of the engine that the stack is on.
    virtual std::filesystem::path engine_socket() { return test_socket(); }

    // One smoke attempt decides, so that a bad version is found at once.
    static std::vector<std::string> quick_smoke(std::vector<std::string> arguments);

    // `color` is live with this version: the proxy's answer, the record, the snippet and what
    // `rollout status` says.
    void expect_live(const std::string& color, const std::string& version);

    // Load of both kinds of connections, GET and POST; returns once the first answers came.
    std::unique_ptr<traffic::load> start_load(int connections = 6);
    std::unique_ptr<traffic::load> start_load(int connections, const std::string& url);

    // That the engine did nothing to this container but run commands in it.
    void expect_untouched(const std::string& service, const container_view& before,
                          std::chrono::system_clock::time_point since);

    void expect_no_lock();

  private:
    std::optional<stack> stack_;
};

// How often a test repeats what it tries: ROLLOUT_SWEEP, else `usually`.
int rounds(int usually);

testing::AssertionResult contains(const std::string& text, std::string_view part);
testing::AssertionResult lost_nothing(const traffic::report& load);

}  // namespace daemon_tests
