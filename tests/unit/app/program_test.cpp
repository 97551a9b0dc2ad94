#include "child_process.hpp"
#include "http_client.hpp"

#include <support/folders.hpp>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

namespace {

using app_tests::begin_request;
using app_tests::child_process;
using app_tests::http_client;
using testing::TestWithParam;

std::string app_binary() {
    return support::build_dir() + "/app/rollout-app";
}

/// A port that nobody uses right now.
std::uint16_t free_port() {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    return tcp::acceptor{context, tcp::endpoint{tcp::v4(), 0}}.local_endpoint().port();
}

std::string port_variable(std::uint16_t port) {
    return "APP_PORT=" + std::to_string(port);
}

class Program : public testing::Test {
  protected:
    /// Starts the program on `port_`, with more variables.
    child_process start(std::vector<std::string> variables = {}) const {
        variables.push_back(port_variable(port_));
        return child_process{app_binary(), {}, variables};
    }

    child_process probe(std::vector<std::string> path = {}) const {
        path.insert(path.begin(), "healthcheck");
        return child_process{app_binary(), path, {port_variable(port_)}};
    }

    std::uint16_t port_ = free_port();
};

TEST_F(Program, SaysWhoItIsAndWhereItListens) {
    auto program = start({"APP_REPLICA_ID=blue", "APP_VERSION=7"});
    EXPECT_EQ(program.read_line(),
              "version 7, replica blue, listening on port " + std::to_string(port_));
}

class ProgramStops : public Program, public testing::WithParamInterface<int> {};

TEST_P(ProgramStops, AfterItAnsweredWhatIsInFlight) {
    auto program = start();
    program.read_line();
    http_client client{port_};
    ASSERT_TRUE(begin_request(client, "POST", "/"));
    program.send_signal(GetParam());
    EXPECT_EQ(program.read_line(), "draining");
    client.send("x");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_peer());
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.rest(), "drained\n");
}

INSTANTIATE_TEST_SUITE_P(Signals, ProgramStops, testing::Values(SIGTERM, SIGINT));

TEST_F(Program, HealthcheckPassesWhenReady) {
    auto program = start();
    program.read_line();
    auto check = probe();
    EXPECT_EQ(check.wait(), 0);
    EXPECT_EQ(check.rest(), "200 ready\n");
}

TEST_F(Program, HealthcheckFailsWhileNotReadyThoughTheAppLives) {
    auto program = start({"APP_READY_AFTER_SECONDS=3600"});
    program.read_line();
    auto ready = probe();
    EXPECT_EQ(ready.wait(), 1);
    EXPECT_EQ(ready.rest(), "503 not ready\n");
    auto alive = probe({"/health"});
    EXPECT_EQ(alive.wait(), 0);
    EXPECT_EQ(alive.rest(), "200 ok\n");
}

TEST_F(Program, HealthcheckFailsWhenNobodyListens) {
    auto check = probe();
    EXPECT_EQ(check.wait(), 1);
    EXPECT_EQ(check.rest(), "rollout-app: no answer from 127.0.0.1:" + std::to_string(port_) +
                                "/ready: Connection refused\n");
}

TEST_F(Program, HealthcheckFailsWhenTheAnswerDoesNotCome) {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    const tcp::acceptor silent{context, tcp::endpoint{tcp::v4(), port_}};
    auto check = probe();
    EXPECT_EQ(check.wait(), 1);
    EXPECT_NE(check.rest().find("no answer from"), std::string::npos);
}

TEST_F(Program, DiesWithStatusThreeWhenAskedTo) {
    auto program = start({"APP_EXIT_AFTER_SECONDS=0.05"});
    EXPECT_EQ(program.wait(), 3);
}

TEST_F(Program, PortInUseEndsWithOneLine) {
    auto first = start();
    first.read_line();
    auto second = start();
    EXPECT_EQ(second.wait(), 1);
    EXPECT_EQ(second.rest(), "rollout-app: cannot listen on port " + std::to_string(port_) +
                                 ": Address already in use; "
                                 "set APP_PORT to a port that is free and allowed\n");
}

TEST_F(Program, BadPortIsAUsageErrorWithOneLine) {
    child_process program{app_binary(), {}, {"APP_PORT=http"}};
    EXPECT_EQ(program.wait(), 64);
    EXPECT_EQ(program.rest(),
              "rollout-app: APP_PORT: \"http\" is not a port; "
              "give a whole number from 1 to 65535\n");
}

TEST_F(Program, HelpNamesEveryVariableAndCommand) {
    child_process program{app_binary(), {"--help"}, {}};
    EXPECT_EQ(program.wait(), 0);
    const std::string help = program.rest();
    for (const char* name :
         {"healthcheck", "/health", "/ready", "APP_PORT", "APP_REPLICA_ID", "APP_VERSION",
          "APP_READY_AFTER_SECONDS", "APP_FAIL_ROOT", "APP_NEVER_READY", "APP_RESPONSE_DELAY_MS",
          "APP_EXIT_AFTER_SECONDS", "APP_FAIL_EVERY", "APP_FAIL_AFTER_SECONDS", "APP_BODY",
          "APP_REDIRECT", "APP_CUT_BODY"}) {
        EXPECT_NE(help.find(name), std::string::npos) << name;
    }
}

class ProgramRefuses : public TestWithParam<std::vector<std::string>> {};

TEST_P(ProgramRefuses, ArgumentsThatMakeNoSense) {
    child_process program{app_binary(), GetParam(), {}};
    EXPECT_EQ(program.wait(), 64);
    EXPECT_EQ(program.rest().rfind("rollout-app: ", 0), 0u);
}

INSTANTIATE_TEST_SUITE_P(Arguments, ProgramRefuses,
                         testing::Values(std::vector<std::string>{"serve"},
                                         std::vector<std::string>{"healthcheck", "ready"},
                                         std::vector<std::string>{"healthcheck", "/a", "/b"},
                                         std::vector<std::string>{"--help", "me"}));

}  // namespace
