// Logs of containers that are not there to be read, and the up that stays with what it started.
#include "flow.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <pthread.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace flow {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class AttachedUp : public stack_test {
  protected:
    AttachedUp() {
        engine_.add_image("db:1");
        engine_.add_image("web:1");
        write(R"(
  db: {image: "db:1"}
  web: {image: "web:1", depends_on: [db]}
)");
        says("db", "from db");
        says("web", "from web");
    }

    void write(const std::string& services) const {
        dir_.write("plain/compose.yaml", "name: plain\nservices:\n" + services);
    }

    outcome plain(std::vector<std::string> args) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args));
    }

    /// What `args` print and end with, once something has happened meanwhile.
    template <class Meanwhile>
    outcome plain_while(std::vector<std::string> args, Meanwhile meanwhile) {
        std::thread other(meanwhile);
        auto result = plain(std::move(args));
        other.join();
        return result;
    }

    /// What `args` print and end with that often interrupted.
    outcome signalled(std::vector<std::string> args, int times) {
        const auto self = ::pthread_self();
        return plain_while(std::move(args), [self, times] {
            for (int i = 0; i < times; ++i) {
                std::this_thread::sleep_for(300ms);
                ::pthread_kill(self, SIGINT);
            }
        });
    }

    [[nodiscard]] std::string status(const std::string& service) const {
        return engine_.container("plain-" + service + "-1").status;
    }

    void says(const std::string& service, const std::string& line) {
        support::behaviour how;
        how.log = {{line}};
        engine_.behave(support::selector::by_service(service), how);
    }

    void ends(const std::string& service, std::chrono::milliseconds after, int code) {
        support::behaviour how;
        how.log = {{"from " + service}};
        how.exits_after = after;
        how.exit_code = code;
        engine_.behave(support::selector::by_service(service), how);
    }

    /// As with `logging: {driver: none}`.
    void cannot_be_read(const std::string& container) {
        engine_.inject(
            "GET", "/containers/" + engine_.container(container).id + "/logs",
            support::fault::fail(501, "configured logging driver does not support reading"));
    }
};

constexpr auto unreadable =
    "the log of plain-db-1 cannot be read: configured logging driver does not support reading";

TEST_F(AttachedUp, ALogThatCannotBeReadIsAWarningForTheOthers) {
    ASSERT_EQ(plain({"up"}).code, 0);
    cannot_be_read("plain-db-1");
    const auto result = plain({"logs"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("web-1  | from web\n"));
    EXPECT_THAT(result.err, HasSubstr(unreadable));
}

TEST_F(AttachedUp, FollowedLogsWaitForTheEndOfOneThatCannotBeRead) {
    ASSERT_EQ(plain({"up"}).code, 0);
    cannot_be_read("plain-db-1");
    const auto result = plain_while({"logs", "-f"}, [&] {
        std::this_thread::sleep_for(300ms);
        engine_.call("POST", "/containers/plain-web-1/stop");
        engine_.call("POST", "/containers/plain-db-1/restart");
        std::this_thread::sleep_for(300ms);
        engine_.call("POST", "/containers/plain-db-1/stop");
    });
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("container plain-db-1 exited with code 0"));
    EXPECT_THAT(result.out, HasSubstr("container plain-web-1 exited with code 0"));
    EXPECT_EQ(result.err.find(unreadable), result.err.rfind(unreadable)) << "it is said once";
    EXPECT_THAT(result.err, HasSubstr(unreadable));
}

// A signal each 300 ms.
TEST_F(AttachedUp, ASecondSignalKillsWhatIsNotStoppedYet) {
    support::behaviour slow;
    slow.stop_takes = 2s;
    engine_.behave(support::selector::by_label("com.docker.compose.project=plain"), slow);
    const auto result = signalled({"up", "--attach", "web"}, 2);
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_EQ(engine_.container("plain-web-1").exit_code, 137);
    EXPECT_EQ(engine_.container("plain-db-1").exit_code, 137);
    EXPECT_THAT(result.out, HasSubstr("kill container plain-web-1"));
}

TEST_F(AttachedUp, WhatCannotBeStoppedKeepsNothingElseRunning) {
    engine_.inject("POST", "/containers/plain-web-1/stop", support::fault::fail(500, "stuck"));
    const auto result = signalled({"up", "--attach", "web"}, 1);
    EXPECT_EQ(result.code, 130);
    EXPECT_THAT(result.err, HasSubstr("stuck"));
    EXPECT_EQ(status("db"), "exited");
}

TEST_F(AttachedUp, StopsWhatWasNamedAlone) {
    EXPECT_EQ(signalled({"up", "web", "--attach-dependencies"}, 1).code, 130);
    EXPECT_EQ(status("web"), "exited");
    EXPECT_EQ(status("db"), "running");
}

TEST_F(AttachedUp, OnlyAFailureEndsItWithAnExitCodeFromOneToo) {
    ends("web", 300ms, 0);
    ends("db", 900ms, 5);
    EXPECT_EQ(plain({"up", "--abort-on-container-failure", "--exit-code-from", "db"}).code, 5);
}

TEST_F(AttachedUp, WithoutTheLogsOfAnyItStaysUntilTheNamedHaveEnded) {
    ends("web", 300ms, 0);
    ends("db", 3s, 0);
    const auto result = plain({"up", "web", "--no-attach", "web"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("from ")));
    EXPECT_EQ(status("web"), "exited");
    EXPECT_EQ(status("db"), "running");
}

TEST_F(AttachedUp, RefusesWhatItDoesNotBringUp) {
    write(R"(
  db: {image: "db:1"}
  web: {image: "web:1"}
)");
    for (const auto* flag : {"--attach", "--exit-code-from"}) {
        const auto result = plain({"up", "web", flag, "db"});
        EXPECT_EQ(result.code, 64);
        EXPECT_THAT(result.err, HasSubstr(std::string(flag) +
                                          ": service 'db' is not part of this up; name it"));
    }
    EXPECT_TRUE(engine_.containers().empty());
}

TEST_F(AttachedUp, RefusesFlagsThatExcludeEachOther) {
    EXPECT_EQ(plain({"up", "--abort-on-container-exit", "--abort-on-container-failure"}).code, 64);
    EXPECT_EQ(plain({"up", "--attach", "web", "--attach-dependencies"}).code, 64);
}

TEST_F(AttachedUp, HeedsWhatTheFileSaysOfLogs) {
    write(R"(
  db: {image: "db:1", attach: false}
  web: {image: "web:1", depends_on: [db]}
)");
    ends("web", 300ms, 0);
    const auto result = plain({"up", "--abort-on-container-exit"});
    EXPECT_THAT(result.out, HasSubstr("from web"));
    EXPECT_THAT(result.out, Not(HasSubstr("from db")));
    EXPECT_THAT(plain({"up", "--attach", "db", "--exit-code-from", "web"}).out,
                HasSubstr("from db"));
}

}  // namespace

}  // namespace flow
