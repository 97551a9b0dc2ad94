// ps, ls, images, top, stats, events and logs, and the up that stays.
#include "flow.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <pthread.h>
#include <string>
#include <thread>

namespace flow {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Look : public stack_test {
  protected:
    Look() {
        engine_.add_image("db:1");
        engine_.add_image("web:1");
        dir_.write("plain/compose.yaml", R"(
name: plain
services:
  db: {image: "db:1", ports: ["8080:80"]}
  web: {image: "web:1", depends_on: [db]}
)");
    }

    outcome plain(std::vector<std::string> args) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args));
    }

    /// What `args` print and end with, once something has happened meanwhile.
    template <class Meanwhile>
    outcome plain_while(std::vector<std::string> args, Meanwhile meanwhile) {
        std::thread other([&] {
            std::this_thread::sleep_for(300ms);
            meanwhile();
        });
        auto result = plain(std::move(args));
        other.join();
        return result;
    }

    void web_ends_with(int code) {
        support::behaviour how;
        how.exits_after = 500ms;
        how.exit_code = code;
        engine_.behave(support::selector::by_service("web"), how);
    }
};

TEST_F(Look, PsListsWhatRunsInDockerComposesColumns) {
    ASSERT_EQ(plain({"up"}).code, 0);
    ASSERT_EQ(plain({"stop", "web"}).code, 0);
    const auto running = plain({"ps"}).out;
    EXPECT_THAT(running, HasSubstr("NAME "));
    EXPECT_THAT(running, ContainsRegex("plain-db-1 +db:1 .*db +.* ago +Up .*8080->80/tcp\n"));
    EXPECT_THAT(running, Not(HasSubstr("plain-web-1")));
    EXPECT_THAT(plain({"ps", "-a"}).out, HasSubstr("plain-web-1"));
    EXPECT_EQ(plain({"ps", "--status", "exited", "--format", "{{.Name}} {{.State}}"}).out,
              "plain-web-1 exited\n");
    EXPECT_EQ(plain({"ps", "--filter", "status=running", "--services"}).out, "db\n");
    EXPECT_EQ(plain({"ps", "-q", "db"}).out, engine_.container("plain-db-1").id + "\n");
    EXPECT_EQ(plain({"ps", "nobody"}).code, 64);
    EXPECT_EQ(plain({"ps", "--filter", "name=db"}).code, 64);
    EXPECT_EQ(plain({"ps", "--format", "{{range .}}"}).code, 64);
}

TEST_F(Look, PsPrintsAnObjectALine) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto line = json::parse(plain({"ps", "--format", "json", "db"}).out);
    EXPECT_EQ(line["Service"], "db");
    EXPECT_EQ(line["ExitCode"], 0);
    EXPECT_EQ(line["Publishers"][0]["PublishedPort"], 8080);
}

TEST_F(Look, LsListsTheProjectsOfTheEngine) {
    ASSERT_EQ(plain({"up"}).code, 0);
    ASSERT_EQ(plain({"stop", "web"}).code, 0);
    EXPECT_THAT(rollout({"ls"}).out, ContainsRegex("plain +running\\(1\\) +/.*compose.yaml"));
    EXPECT_THAT(rollout({"ls", "-a"}).out, HasSubstr("exited(1), running(1)"));
    EXPECT_EQ(rollout({"ls", "-q", "--filter", "name=pla"}).out, "plain\n");
    EXPECT_EQ(rollout({"ls", "-q", "--filter", "name=shop"}).out, "");
    EXPECT_EQ(json::parse(rollout({"ls", "--format", "json"}).out)[0]["Name"], "plain");
}

TEST_F(Look, ImagesAndTopAreOfTheContainers) {
    ASSERT_EQ(plain({"up"}).code, 0);
    EXPECT_THAT(plain({"images"}).out, ContainsRegex("plain-db-1 +db +1 +linux/amd64 .* ago\n"));
    EXPECT_EQ(json::parse(plain({"images", "--format", "json", "db"}).out)[0]["Tag"], "1");
    EXPECT_THAT(plain({"top", "db"}).out, ContainsRegex("SERVICE +# .*CMD\ndb +1 "));
}

TEST_F(Look, VolumesAreTheProjectsOwn) {
    dir_.write("plain/compose.yaml", R"(
name: plain
services: {db: {image: "db:1", volumes: ["data:/d"]}, web: {image: "web:1"}}
volumes: {data: {}}
)");
    ASSERT_EQ(plain({"up"}).code, 0);
    EXPECT_THAT(plain({"volumes"}).out, ContainsRegex("DRIVER +VOLUME NAME\nlocal +plain_data\n"));
    EXPECT_EQ(plain({"volumes", "-q", "db"}).out, "plain_data\n");
    EXPECT_EQ(plain({"volumes", "-q", "web"}).out, "");
}

TEST_F(Look, StatsMeasureOnce) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"stats", "--no-stream", "--format", "{{.Name}} {{.CPUPerc}}"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.out, "plain-db-1 50.00%\nplain-web-1 50.00%\n");
}

TEST_F(Look, EventsArePrintedFromATimeToATime) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"events", "--since", "1h", "--until", "0s", "web"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, ContainsRegex(" container start [0-9a-f]+ \\(.*name=plain-web-1"));
    EXPECT_THAT(result.out, Not(HasSubstr("plain-db-1")));
    const auto lines = plain({"events", "--since", "1h", "--until", "0s", "--json", "web"}).out;
    EXPECT_EQ(json::parse(lines.substr(0, lines.find('\n')))["service"], "web");
}

TEST_F(Look, LogsOfAllComeInTheOrderOfTime) {
    ASSERT_EQ(plain({"up"}).code, 0);
    for (const auto* words : {"one", "two"}) {
        engine_.write_log("plain-web-1", {std::string("web ") + words, false});
        std::this_thread::sleep_for(2ms);
        engine_.write_log("plain-db-1", {std::string("db ") + words, true});
        std::this_thread::sleep_for(2ms);
    }
    EXPECT_THAT(plain({"logs"}).out, HasSubstr("web-1  | web one\ndb-1   | db one\n"
                                               "web-1  | web two\ndb-1   | db two\n"));
    EXPECT_EQ(plain({"logs", "-n", "1", "--no-log-prefix", "db"}).out, "db two\n");
    EXPECT_EQ(plain({"logs", "--index", "2", "db"}).out, "");
    EXPECT_EQ(plain({"logs", "--since", "2999-01-01", "db"}).out, "");
    EXPECT_THAT(plain({"logs", "-t", "-n", "1", "db"}).out,
                ContainsRegex("db-1  \\| 20..-..-..T.*Z db two\n"));
    EXPECT_EQ(plain({"logs", "-n", "some"}).code, 64);
    EXPECT_EQ(plain({"logs", "--since", "yesterday"}).code, 64);
}

TEST_F(Look, FollowedLogsGoOnThroughAStartAndEndWithTheContainers) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain_while({"logs", "-f"}, [&] {
        engine_.write_log("plain-db-1", {"first life", false});
        engine_.call("POST", "/containers/plain-db-1/restart");
        std::this_thread::sleep_for(200ms);
        engine_.write_log("plain-db-1", {"second life", false});
        std::this_thread::sleep_for(200ms);
        engine_.call("POST", "/containers/plain-db-1/stop");
        engine_.call("POST", "/containers/plain-web-1/stop");
    });
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("db-1   | first life\n"));
    EXPECT_THAT(result.out, HasSubstr("db-1   | second life\n"));
    EXPECT_THAT(result.out, HasSubstr("container plain-web-1 exited with code 0"));
}

// One that had ended waited for its next start for ever.
TEST_F(Look, FollowedLogsEndWithTheEngine) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.call("POST", "/containers/plain-db-1/stop");
    const auto result = plain_while({"logs", "-f"}, [&] { engine_.go_down(); });
    EXPECT_NE(result.code, 0);
    EXPECT_NE(result.err, "");
}

TEST_F(Look, FollowedLogsEndWhenNoMoreIsHeardOfStarts) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.call("POST", "/containers/plain-db-1/stop");
    engine_.inject("GET", "/events", support::fault::reset_after_head());
    EXPECT_NE(plain({"logs", "-f"}).code, 0);
}

TEST_F(Look, ASignalEndsFollowedLogsWithoutWords) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto self = ::pthread_self();
    const auto result = plain_while({"logs", "-f"}, [&] { ::pthread_kill(self, SIGINT); });
    EXPECT_EQ(result.code, 130);
    EXPECT_EQ(result.err, "");
}

TEST_F(Look, AnUpThatStaysEndsWithTheExitCodeOfTheFirstThatEnds) {
    web_ends_with(7);
    const auto result = plain({"up", "--abort-on-container-exit"});
    EXPECT_EQ(result.code, 7) << result.err;
    EXPECT_THAT(result.out, HasSubstr("container plain-web-1 exited with code 7"));
    EXPECT_EQ(engine_.container("plain-db-1").status, "exited");
}

TEST_F(Look, AnUpThatStaysMayEndWithTheExitCodeOfAService) {
    web_ends_with(7);
    EXPECT_EQ(plain({"up", "--exit-code-from", "db"}).code, 0);
    EXPECT_EQ(engine_.container("plain-db-1").status, "exited");
}

TEST_F(Look, ASignalStopsTheStackOfAnUpThatStays) {
    const auto self = ::pthread_self();
    const auto result =
        plain_while({"up", "--attach", "web"}, [&] { ::pthread_kill(self, SIGINT); });
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_EQ(engine_.container("plain-db-1").status, "exited");
    EXPECT_EQ(engine_.container("plain-web-1").status, "exited");
}

TEST_F(Look, WhatServesUsersIsNotEndedWithItsUp) {
    const auto result = rollout({"up", "--abort-on-container-exit"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("`rollout logs -f`"));
    EXPECT_EQ(plain({"up", "-d", "--exit-code-from", "db"}).code, 64);
    EXPECT_EQ(plain({"up", "--menu"}).code, 64);
}

TEST_F(Look, CreateStartsNothingAndScaleMakesMore) {
    EXPECT_EQ(plain({"create"}).code, 0);
    EXPECT_EQ(engine_.container("plain-db-1").status, "created");
    EXPECT_EQ(plain({"scale", "web=2"}).code, 0);
    EXPECT_TRUE(engine_.container("plain-web-2").running());
    EXPECT_EQ(plain({"scale"}).code, 64);
}

TEST_F(Look, PullsSayWhatFailedAndGoOnIfAsked) {
    engine_.add_pullable_image("web:1");
    const auto failed = plain({"pull"});
    EXPECT_EQ(failed.code, 1);
    EXPECT_THAT(failed.err, HasSubstr("db:1"));
    const auto ignored = plain({"pull", "--ignore-pull-failures"});
    EXPECT_EQ(ignored.code, 0);
    EXPECT_THAT(ignored.err, HasSubstr("pull: warning: "));
    const auto quiet = plain({"pull", "-q", "web"});
    EXPECT_EQ(quiet.code, 0);
    EXPECT_EQ(quiet.out, "");
}

}  // namespace

}  // namespace flow
