// A Compose file of any shape: no app, no proxy, no colors.
#include "flow.hpp"

#include <gmock/gmock.h>

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PlainStack : public stack_test {
  protected:
    PlainStack() {
        engine_.add_image("db:1");
        engine_.add_image("web:1");
        dir_.write("plain/compose.yaml", R"(
name: plain
services:
  db: {image: "db:1", volumes: ["data:/var"]}
  web: {image: "web:1", depends_on: [db]}
  tools: {image: "web:1", profiles: [debug]}
volumes: {data: {}}
)");
    }

    outcome plain(std::vector<std::string> args,
                  const std::map<std::string, std::string>& environment = {}) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args), environment);
    }

    void go_where_no_file_is() { stack_.compose_file = elsewhere_ / "compose.yaml"; }

    void change_the_network() {
        const auto text = support::read_file(dir_ / "plain/compose.yaml");
        dir_.write("plain/compose.yaml", text + "networks: {default: {labels: {a: b}}}\n");
    }

    support::temp_dir elsewhere_;
    support::fault not_connected_ = support::fault::fail(500, "it is not connected to the network");
};

TEST_F(PlainStack, NeedsItsExternalVolumesAndNetworks) {
    dir_.write("plain/compose.yaml", R"(
name: plain
services:
  db: {image: "db:1", volumes: ["data:/var"], networks: [front]}
volumes: {data: {external: true, name: archive}}
networks: {front: {external: true, name: edge}}
)");
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("external network \"edge\" not found"));
    EXPECT_THAT(result.err, HasSubstr("external volume \"archive\" not found"));
    EXPECT_FALSE(engine_.has_container("plain-db-1"));
    EXPECT_EQ(engine_.call("GET", "/volumes/archive").status, 404u);
    engine_.call("POST", "/volumes/create", R"({"Name":"archive"})");
    engine_.call("POST", "/networks/create", R"({"Name":"edge"})");
    EXPECT_EQ(plain({"up"}).code, 0);
    EXPECT_EQ(plain({"down"}).code, 0);
    EXPECT_EQ(engine_.call("GET", "/networks/edge").status, 200u);
}

TEST_F(PlainStack, TakesNoNetworkOfOthers) {
    engine_.call("POST", "/networks/create",
                 R"({"Name":"plain_default","Labels":{"com.docker.compose.project":"blog",)"
                 R"("com.docker.compose.network":"front"}})");
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("the network plain_default is there and was made for project "
                                      "'blog' as its 'front'"));
    EXPECT_EQ(plain({"down"}).code, 0);
    EXPECT_EQ(engine_.call("GET", "/networks/plain_default").status, 200u);
}

TEST_F(PlainStack, IsStartedInTheOrderOfItsDependencies) {
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(engine_.container("plain-db-1").running());
    EXPECT_TRUE(engine_.container("plain-web-1").running());
    EXPECT_FALSE(engine_.has_container("plain-tools-1"));
    EXPECT_LT(result.out.find("start container plain-db-1"),
              result.out.find("start container plain-web-1"));
    EXPECT_EQ(result.err, "");
}

TEST_F(PlainStack, OnlyTheLimitOfAnUpThatWaitsIsOneOfJobsToo) {
    dir_.write("plain/compose.yaml", R"(
name: plain
services:
  job: {image: "db:1"}
  web: {image: "web:1", depends_on: {job: {condition: service_completed_successfully}}}
)");
    support::behaviour how;
    how.exits_after = std::chrono::milliseconds(1500);
    how.exit_code = 0;
    engine_.behave(support::selector::by_service("job"), how);
    const auto result = plain({"up", "--wait-timeout", "1"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("plain-job-1 did not complete: it has not ended after 1 s"));
    EXPECT_EQ(plain({"down"}).code, 0);
    EXPECT_EQ(plain({"up", "--health-timeout", "500ms"}).code, 0);
}

TEST_F(PlainStack, ASecondUpChangesNothing) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.forget_requests();
    EXPECT_THAT(plain({"up"}).out, HasSubstr("everything runs already"));
}

// The run before was killed, and the engine still does what that one asked last.
TEST_F(PlainStack, TakesWhatAppearsInTheMiddleForItsOwnWhenItIs) {
    engine_.on("POST", "/containers/create", [this](const support::request& r) {
        engine_.call("POST", r.target, r.body);
        return std::optional<support::reply>();
    });
    engine_.on("POST", "/networks/create", [this](const support::request& r) {
        engine_.call("POST", r.target, r.body);
        return std::optional<support::reply>();
    });
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(engine_.container("plain-web-1").running());
}

TEST_F(PlainStack, TakesNoContainerOfOthers) {
    engine_.call("POST", "/containers/create?name=plain-web-1", R"({"Image":"web:1"})");
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("cannot create container plain-web-1 (not there yet): "
                                      "Conflict. The container name"));
    EXPECT_FALSE(engine_.container("plain-web-1").running());
}

// A database that is killed loses what it has not written.
TEST_F(PlainStack, DownStopsWhatRunsBeforeItIsRemoved) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto db = engine_.container("plain-db-1").id;
    engine_.forget_requests();
    const auto result = plain({"down"});
    EXPECT_EQ(result.code, 0) << result.err;
    const auto requests = engine_.mutating_requests(db);
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_TRUE(requests.front().path.ends_with("/stop")) << requests.front().target;
    EXPECT_EQ(requests.back().method, "DELETE");
    EXPECT_LT(result.out.find("remove container plain-web-1"),
              result.out.find("stop container plain-db-1"));
}

TEST_F(PlainStack, RecreateStopsWhatItReplaces) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto web = engine_.container("plain-web-1").id;
    dir_.write("plain/compose.yaml", R"(
name: plain
services:
  db: {image: "db:1", volumes: ["data:/var"]}
  web: {image: "web:1", depends_on: [db], environment: {NEW: "1"}}
volumes: {data: {}}
)");
    engine_.forget_requests();
    ASSERT_EQ(plain({"up", "--recreate"}).code, 0);
    const auto requests = engine_.mutating_requests(web);
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_TRUE(requests.front().path.ends_with("/stop")) << requests.front().target;
}

TEST_F(PlainStack, HooksRunAfterTheStartAndBeforeTheStop) {
    support::behaviour how;
    std::vector<std::string> ran;
    how.exec = [&ran](const support::exec_call& call) {
        ran.push_back(call.argv.front());
        return std::optional(support::exec_result{});
    };
    engine_.behave(support::selector::by_service("one"), how);
    dir_.write("plain/compose.yaml", R"(
name: plain
services:
  one: {image: "db:1", post_start: [{command: /warm}], pre_stop: [{command: [/bye]}]}
)");
    const auto started = plain({"up"});
    EXPECT_EQ(started.code, 0) << started.err;
    EXPECT_THAT(started.out, HasSubstr("run the post_start hook of plain-one-1: /warm\n"));
    EXPECT_EQ(ran, std::vector<std::string>{"/warm"});
    ASSERT_EQ(plain({"down"}).code, 0);
    EXPECT_EQ(ran, (std::vector<std::string>{"/warm", "/bye"}));
}

TEST_F(PlainStack, AHookThatFailsAtTheStartIsNamed) {
    dir_.write("plain/compose.yaml",
               "name: plain\nservices: {one: {image: 'db:1', post_start: [{command: /none}]}}");
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("the post_start hook `/none` of container plain-one-1"));
}

// `docker compose run` makes such containers.
TEST_F(PlainStack, AOneOffIsNotTakenForItsService) {
    engine_.call("POST", "/containers/create?name=plain-web-run-1", R"({"Image":"web:1","Labels":{
        "com.docker.compose.project":"plain","com.docker.compose.service":"web",
        "com.docker.compose.config-hash":"x","com.docker.compose.oneoff":"True"}})");
    engine_.call("POST", "/containers/plain-web-run-1/start");
    engine_.forget_requests();
    const auto result = plain({"up", "--recreate"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    EXPECT_TRUE(engine_.container("plain-web-1").running());
    EXPECT_THAT(engine_.mutating_requests("plain-web-run-1"), IsEmpty());
    EXPECT_EQ(plain({"ps"}).out.find("plain-web-run-1"), std::string::npos);
    const auto left = plain({"down"});
    EXPECT_EQ(left.code, 0);
    EXPECT_THAT(left.err, HasSubstr("these stay: plain-web-run-1"));
    EXPECT_TRUE(engine_.container("plain-web-run-1").running());
    ASSERT_EQ(plain({"down", "--remove-orphans"}).code, 0);
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(PlainStack, StatusSaysThatItHasNoColors) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"status"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("live: a plain stack: no service of it has two colors"));
    EXPECT_THAT(result.out, HasSubstr("container: plain-web-1: Up"));
    EXPECT_THAT(result.out, Not(HasSubstr("record:")));
}

TEST_F(PlainStack, PsListsItsContainers) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"ps"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("NAME"));
    EXPECT_THAT(result.out, testing::ContainsRegex("plain-db-1 +db:1 .*db +.* ago +Up "));
}

TEST_F(PlainStack, LogsAreThoseOfItsContainers) {
    ASSERT_EQ(plain({"up"}).code, 0);
    engine_.write_log("plain-db-1", {"ready", false});
    EXPECT_THAT(plain({"logs"}).out, HasSubstr("db-1   | ready\n"));
    EXPECT_EQ(plain({"logs", "nobody"}).code, 64);
}

TEST_F(PlainStack, DownRemovesItAndWritesNoFile) {
    ASSERT_EQ(plain({"up"}).code, 0);
    const auto result = plain({"down"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(dir_ / "plain/nginx"));
    EXPECT_FALSE(std::filesystem::exists(dir_ / "plain/state"));
}

TEST_F(PlainStack, CannotBeDeployedAndIsToldWhatIsMissing) {
    const auto result = plain({"deploy"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("no service 'app' for the blue app; the file has: db, tools, "
                                      "web"));
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(PlainStack, AVariableThatNamesAServiceWhichIsNotThereIsAMistake) {
    const auto result = plain({"up"}, {{"ROLLOUT_BLUE", "app"}});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("no service 'app'"));
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

// What a killed run asked for last is carried out beside the next one.
TEST_F(PlainStack, ANetworkIsMadeAnewAlsoWhereAContainerLeavesItMeanwhile) {
    ASSERT_EQ(plain({"up"}).code, 0);
    change_the_network();
    engine_.inject("POST", "/networks/*/disconnect", not_connected_.executed());
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 0) << result.err;
}

TEST_F(PlainStack, ANetworkThatAContainerDoesNotLeaveIsAnError) {
    ASSERT_EQ(plain({"up"}).code, 0);
    change_the_network();
    engine_.inject("POST", "/networks/*/disconnect", not_connected_);
    const auto result = plain({"up"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("it is not connected to the network"));
}

// On a host that has containers, and no file.
TEST_F(PlainStack, IsKnownByItsNameWhereThereIsNoFile) {
    ASSERT_EQ(plain({"up"}).code, 0);
    go_where_no_file_is();
    const auto there = [&](std::vector<std::string> args) {
        args.insert(args.begin(), {"-p", "plain"});
        return rollout(std::move(args));
    };
    EXPECT_THAT(there({"ps"}).out, HasSubstr("plain-web-1"));
    EXPECT_EQ(there({"stop", "db"}).code, 0);
    EXPECT_FALSE(engine_.container("plain-db-1").running());
    EXPECT_EQ(there({"start"}).code, 0);
    EXPECT_TRUE(engine_.container("plain-db-1").running());
    EXPECT_EQ(there({"stop", "none"}).code, 64);
    const auto down = there({"down", "-v"});
    EXPECT_EQ(down.code, 0) << down.err;
    EXPECT_LT(down.out.find("stop container plain-web-1"),
              down.out.find("stop container plain-db-1"));
    EXPECT_FALSE(engine_.has_container("plain-db-1"));
    EXPECT_EQ(engine_.call("GET", "/volumes/plain_data").status, 404u);
    EXPECT_EQ(engine_.call("GET", "/networks/plain_default").status, 404u);
    EXPECT_THAT(there({"ps"}).err, HasSubstr("the engine has nothing of a project 'plain'"));
    EXPECT_THAT(there({"up"}).err, HasSubstr("no configuration file provided"));
}

TEST_F(PlainStack, OneWithColorsNeedsItsFile) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    go_where_no_file_is();
    const auto result = rollout({"-p", "rollout", "down"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("only its Compose file says which they are"));
}

}  // namespace

}  // namespace flow
