// Containers: create, list, inspect, and the ways of their lives.
#include "engine_fixture.hpp"

#include <algorithm>

namespace support {
namespace {

using Containers = FakeEngine;

TEST_F(Containers, CreateKeepsWhatItWasGiven) {
    engine.add_image("base:1", {.labels = {{"from", "image"}, {"both", "image"}},
                                .env = {"A=image", "B=image"},
                                .cmd = {"/run"}});
    json body{{"Image", "base:1"}, {"Env", {"A=mine"}}, {"Labels", {{"both", "mine"}}}};
    body["HostConfig"]["RestartPolicy"]["Name"] = "always";
    const auto id = create("one", body);
    const auto told = inspect("one");
    EXPECT_EQ(told["Id"], id);
    EXPECT_EQ(told["Name"], "/one");
    EXPECT_EQ(told["Path"], "/run");
    EXPECT_EQ(told["State"]["Status"], "created");
    EXPECT_EQ(told["State"]["StartedAt"], "0001-01-01T00:00:00Z");
    EXPECT_FALSE(told["State"].contains("Health"));
    EXPECT_EQ(told["Config"]["Image"], "base:1");
    EXPECT_EQ(told["Config"]["Labels"], json({{"from", "image"}, {"both", "mine"}}));
    const auto& env = told["Config"]["Env"];
    EXPECT_EQ(env[0], "A=mine");
    EXPECT_NE(std::find(env.begin(), env.end(), "B=image"), env.end());
    EXPECT_EQ(std::find(env.begin(), env.end(), "A=image"), env.end());
    EXPECT_EQ(told["HostConfig"]["RestartPolicy"]["Name"], "always");
    EXPECT_EQ(told["Config"]["Hostname"], id.substr(0, 12));
}

TEST_F(Containers, OfANewerEngineAreListedWithTheirHealthAndToldWithoutOldAddresses) {
    run("one", with_probe());
    run("two");
    EXPECT_FALSE(get("/containers/json")[0].contains("Health"));
    EXPECT_TRUE(inspect("two")["NetworkSettings"].contains("IPAddress"));
    engine.set_api_version("1.52");
    ASSERT_TRUE(becomes("one", "healthy"));
    const auto list = get("/containers/json");
    EXPECT_EQ(list[0]["Health"]["Status"], "none");
    EXPECT_EQ(list[1]["Health"]["Status"], "healthy");
    EXPECT_FALSE(inspect("two")["NetworkSettings"].contains("IPAddress"));
    EXPECT_TRUE(inspect("two")["NetworkSettings"].contains("Networks"));
}

TEST_F(Containers, OfANewerEngineHaveNoAddressOfTheirOwnAndAWarningForEmptyBindings) {
    engine.set_api_version("1.52");
    json body{{"Image", "app:1"}, {"MacAddress", "02:42:ac:11:00:02"}};
    body["HostConfig"]["PortBindings"]["80/tcp"] = json::array();
    const auto answer = ask("POST", "/containers/create?name=one", body.dump());
    EXPECT_EQ(json::parse(answer.body)["Warnings"].size(), 1u) << answer.body;
    EXPECT_FALSE(inspect("one")["Config"].contains("MacAddress"));
}

TEST_F(Containers, CreateIsRefusedInTheEnginesWords) {
    const auto id = create("one");
    auto answer = ask("POST", "/containers/create?name=one", "{\"Image\":\"app:1\"}");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(
        message(answer),
        "Conflict. The container name \"/one\" is already in use by container \"" + id +
            "\". You have to remove (or rename) that container to be able to reuse that name.");
    answer = ask("POST", "/containers/create?name=two", "{\"Image\":\"nope\"}");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(message(answer), "No such image: nope:latest");
    EXPECT_EQ(ask("POST", "/containers/create?name=b%20d", "{\"Image\":\"app:1\"}").status, 400);
    EXPECT_EQ(message(ask("POST", "/containers/create?name=two", "{}")),
              "Config cannot be empty in order to create a container");
    EXPECT_EQ(ask("POST", "/containers/create?name=two", "{bad").status, 500);
}

TEST_F(Containers, AreFoundByNameIdAndPrefix) {
    const auto id = create("one");
    EXPECT_EQ(inspect(id)["Name"], "/one");
    EXPECT_EQ(inspect(id.substr(0, 10))["Name"], "/one");
    EXPECT_EQ(message(ask("GET", "/containers/zzz/json")), "No such container: zzz");
    EXPECT_THROW(engine.container("zzz"), std::out_of_range);
}

TEST_F(Containers, ListFilters) {
    run("web-1", {{"Labels", {{"k", "v"}}}});
    create("web-2", {{"Labels", {{"k", "w"}}}});
    const auto names = [&](const std::string& query) {
        std::vector<std::string> found;
        for (const auto& one : get("/containers/json" + query))
            found.push_back(one["Names"][0]);
        return found;
    };
    using list = std::vector<std::string>;
    EXPECT_EQ(names(""), list{"/web-1"});
    EXPECT_EQ(names("?all=1"), (list{"/web-2", "/web-1"}));
    EXPECT_EQ(names("?all=1&filters={\"label\":[\"k=v\"]}"), list{"/web-1"});
    EXPECT_EQ(names("?all=1&filters={\"label\":{\"k\":true}}").size(), 2u);
    EXPECT_EQ(names("?all=1&filters={\"name\":[\"web\"]}").size(), 2u);
    EXPECT_EQ(names("?all=1&filters={\"name\":[\"^/web-2$\"]}"), list{"/web-2"});
    EXPECT_EQ(names("?filters={\"status\":[\"created\"]}"), list{"/web-2"});
    EXPECT_EQ(message(ask("GET", "/containers/json?filters={\"bogus\":[\"x\"]}")),
              "Invalid filter 'bogus'");
}

TEST_F(Containers, StartAndStopTellWhenThereIsNothingToDo) {
    create("one");
    EXPECT_EQ(ask("POST", "/containers/one/start").status, 204);
    EXPECT_EQ(ask("POST", "/containers/one/start").status, 304);
    EXPECT_TRUE(inspect("one")["State"]["Running"]);
    EXPECT_EQ(get("/containers/json")[0]["Status"], "Up Less than a second");
    EXPECT_EQ(ask("POST", "/containers/one/stop?t=1").status, 204);
    EXPECT_EQ(ask("POST", "/containers/one/stop?t=1").status, 304);
    const auto state = inspect("one")["State"];
    EXPECT_EQ(state["Status"], "exited");
    EXPECT_EQ(state["ExitCode"], 0);
    EXPECT_EQ(ask("POST", "/containers/zzz/stop").status, 404);
}

TEST_F(Containers, StopTakesTheProgramsTimeOrKillsIt) {
    engine.behave(selector::by_name("slow"), {.stop_takes = must_expire, .stop_exit_code = 7});
    engine.behave(selector::by_name("deaf"), {.stop_takes = never_expires});
    run("slow");
    run("deaf");
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ask("POST", "/containers/slow/stop").status, 204);
    EXPECT_GE(std::chrono::steady_clock::now() - start, must_expire);
    EXPECT_EQ(engine.container("slow").exit_code, 7);
    EXPECT_EQ(ask("POST", "/containers/deaf/stop?t=0").status, 204);
    EXPECT_EQ(engine.container("deaf").exit_code, 137);
}

TEST_F(Containers, APortInUseFailsTheStart) {
    json body;
    body["HostConfig"]["PortBindings"]["80/tcp"] = json::array({{{"HostPort", "18081"}}});
    run("one", body);
    create("two", body);
    const auto answer = ask("POST", "/containers/two/start");
    EXPECT_EQ(answer.status, 500);
    EXPECT_TRUE(message(answer).starts_with(
        "driver failed programming external connectivity on endpoint two ("));
    EXPECT_TRUE(
        message(answer).ends_with("): Bind for 0.0.0.0:18081 failed: port is already allocated"));
    const auto state = inspect("two")["State"];
    EXPECT_EQ(state["Status"], "created");
    EXPECT_EQ(state["ExitCode"], 128);
    EXPECT_EQ(state["Error"], message(answer));
    EXPECT_EQ(inspect("one")["NetworkSettings"]["Ports"]["80/tcp"][0]["HostPort"], "18081");
    ask("POST", "/containers/one/stop");
    EXPECT_EQ(ask("POST", "/containers/two/start").status, 204);
}

TEST_F(Containers, StartFailsWithTheBehavioursText) {
    engine.behave(selector::by_image("app:1"),
                  {.start_error = "exec: no such file", .start_error_status = 400});
    create("one");
    const auto answer = ask("POST", "/containers/one/start");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(message(answer), "exec: no such file");
}

TEST_F(Containers, StartNeedsItsNetwork) {
    create("one", on_network("nonet"));
    const auto answer = ask("POST", "/containers/one/start");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(message(answer), "network nonet not found");
}

TEST_F(Containers, RemoveWantsForceForARunningOne) {
    const auto id = run("one");
    const auto answer = ask("DELETE", "/containers/one");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(message(answer),
              "You cannot remove a running container " + id +
                  ". Stop the container before attempting removal or force remove");
    EXPECT_EQ(ask("DELETE", "/containers/one?force=1").status, 204);
    EXPECT_EQ(ask("DELETE", "/containers/one?force=1").status, 404);
    EXPECT_FALSE(engine.has_container("one"));
}

TEST_F(Containers, RenameIsAtomicAndExclusive) {
    create("one");
    create("two");
    EXPECT_EQ(ask("POST", "/containers/one/rename?name=two").status, 409);
    EXPECT_EQ(ask("POST", "/containers/one/rename?name=one").status, 400);
    EXPECT_EQ(ask("POST", "/containers/one/rename").status, 400);
    EXPECT_EQ(ask("POST", "/containers/one/rename?name=three").status, 204);
    EXPECT_TRUE(engine.has_container("three"));
    EXPECT_FALSE(engine.has_container("one"));
}

TEST_F(Containers, KillEndsWithoutARestart) {
    json body;
    body["HostConfig"]["RestartPolicy"]["Name"] = "always";
    run("one", body);
    EXPECT_EQ(ask("POST", "/containers/one/kill?signal=HUP").status, 204);
    EXPECT_EQ(engine.container("one").status, "running");
    EXPECT_EQ(ask("POST", "/containers/one/kill").status, 204);
    EXPECT_EQ(engine.container("one").status, "exited");
    EXPECT_EQ(engine.container("one").exit_code, 137);
    EXPECT_EQ(ask("POST", "/containers/one/kill").status, 409);
}

TEST_F(Containers, RestartPolicyBringsACrashedOneBack) {
    engine.behave(selector::by_name("one"), {.restart_delay = milliseconds{1}});
    json body;
    body["HostConfig"]["RestartPolicy"]["Name"] = "on-failure";
    run("one", body);
    const auto first = engine.container("one").started_at;
    engine.crash("one", 4);
    EXPECT_TRUE(poll_until([&] {
        return engine.container("one").running() && engine.container("one").restarts == 1;
    }));
    EXPECT_NE(engine.container("one").started_at, first);
    engine.crash("one", 0);
    EXPECT_EQ(engine.container("one").status, "exited");
}

TEST_F(Containers, ALoopOfCrashesShowsAsRestarting) {
    engine.behave(selector::by_name("one"),
                  {.exits_after = milliseconds{1}, .exit_code = 9, .restart_delay = never_expires});
    json body;
    body["HostConfig"]["RestartPolicy"]["Name"] = "unless-stopped";
    run("one", body);
    EXPECT_TRUE(gets_status("one", "restarting"));
    const auto state = inspect("one")["State"];
    EXPECT_TRUE(state["Running"]);
    EXPECT_TRUE(state["Restarting"]);
    EXPECT_EQ(state["ExitCode"], 9);
    EXPECT_EQ(inspect("one")["RestartCount"], 1);
    EXPECT_EQ(ask("POST", "/containers/one/stop").status, 204);
    EXPECT_EQ(engine.container("one").status, "exited");
}

TEST_F(Containers, OutOfMemoryIsTold) {
    run("one");
    engine.crash("one", 137, true);
    EXPECT_TRUE(inspect("one")["State"]["OOMKilled"]);
    EXPECT_EQ(inspect("one")["State"]["ExitCode"], 137);
}

TEST_F(Containers, RestartStartsAnew) {
    run("one");
    const auto first = engine.container("one").started_at;
    EXPECT_EQ(ask("POST", "/containers/one/restart").status, 204);
    EXPECT_TRUE(engine.container("one").running());
    EXPECT_NE(engine.container("one").started_at, first);
}

TEST_F(Containers, WaitAnswersWhenItEnds) {
    run("one");
    auto client = connect();
    client.send("POST /containers/one/wait HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_until("\r\n\r\n", never_expires).starts_with("HTTP/1.1 200"));
    EXPECT_EQ(client.read_some(must_expire), "");
    engine.crash("one", 5);
    EXPECT_EQ(client.read_until("0\r\n\r\n", never_expires),
              "1e\r\n{\"Error\":null,\"StatusCode\":5}\n\r\n0\r\n\r\n");
    EXPECT_EQ(get("/containers/json?all=1")[0]["State"], "exited");
    EXPECT_EQ(json::parse(ask("POST", "/containers/one/wait").body)["StatusCode"], 5);
}

TEST_F(Containers, WaitForRemoval) {
    create("one");
    auto client = connect();
    client.send("POST /containers/one/wait?condition=removed HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n", never_expires);
    ask("DELETE", "/containers/one");
    EXPECT_NE(client.read_until("0\r\n\r\n", never_expires).find("StatusCode"), std::string::npos);
}

TEST_F(Containers, LogsComeInFrames) {
    engine.behave(selector::by_name("one"), {.log = {{"out1"}, {"err1", true}, {"out2"}}});
    run("one");
    EXPECT_EQ(ask("GET", "/containers/one/logs?stdout=1&stderr=1").body,
              frame(1, "out1\n") + frame(2, "err1\n") + frame(1, "out2\n"));
    EXPECT_EQ(ask("GET", "/containers/one/logs?stdout=1&stderr=1&tail=1").body, frame(1, "out2\n"));
    EXPECT_EQ(ask("GET", "/containers/one/logs?stderr=1").body, frame(2, "err1\n"));
    EXPECT_EQ(message(ask("GET", "/containers/one/logs")),
              "Bad parameters: you must choose at least one stream");
}

TEST_F(Containers, LogsOfATerminalAreRaw) {
    engine.behave(selector::by_name("one"), {.log = {{"out1"}}});
    run("one", {{"Tty", true}});
    EXPECT_EQ(ask("GET", "/containers/one/logs?stdout=1").body, "out1\n");
}

TEST_F(Containers, FollowedLogsGoOnUntilTheEnd) {
    run("one");
    auto client = connect();
    client.send("GET /containers/one/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n", never_expires);
    engine.write_log("one", {"later"});
    EXPECT_EQ(client.read_until("later\n\r\n", never_expires),
              "e\r\n" + frame(1, "later\n") + "\r\n");
    engine.crash("one", 0);
    EXPECT_EQ(client.read_until("0\r\n\r\n", never_expires), "0\r\n\r\n");
}

TEST_F(Containers, TopPrintsTheColumnsAsked) {
    engine.add_image("sleeper", {.cmd = {"/bin/sleep", "60"}});
    run("one", {{"Image", "sleeper"}});
    auto told = get("/containers/one/top?ps_args=-o%20pid,ppid,args");
    EXPECT_EQ(told["Titles"], json({"PID", "PPID", "COMMAND"}));
    EXPECT_EQ(told["Processes"][0][2], "/bin/sleep 60");
    told = get("/containers/one/top?ps_args=-o%20pid,ppid,etimes,args");
    EXPECT_EQ(told["Titles"], json({"PID", "PPID", "ELAPSED", "COMMAND"}));
    EXPECT_EQ(told["Processes"][0][1],
              std::to_string(inspect("one")["State"]["Pid"].get<int>() - 1));
    EXPECT_EQ(get("/containers/one/top")["Titles"][7], "CMD");
    EXPECT_EQ(message(ask("GET", "/containers/one/top?ps_args=-o%20nope")),
              "ps: error: unknown user-defined format specifier \"nope\"");
    EXPECT_EQ(message(ask("GET", "/containers/one/top?ps_args=-o%20args")),
              "Couldn't find PID field in ps output");
    engine.crash("one", 0);
    EXPECT_EQ(ask("GET", "/containers/one/top").status, 409);
}

TEST_F(Containers, VolumesAreMadeAndKeptWhileUsed) {
    json body;
    body["HostConfig"]["Binds"] = {"data:/data:rw"};
    create("one", body);
    const auto told = inspect("one")["Mounts"][0];
    EXPECT_EQ(told["Name"], "data");
    EXPECT_EQ(told["Destination"], "/data");
    EXPECT_EQ(get("/volumes")["Volumes"][0]["Name"], "data");
    EXPECT_EQ(ask("DELETE", "/volumes/data").status, 409);
    ask("DELETE", "/containers/one");
    EXPECT_EQ(ask("DELETE", "/volumes/data").status, 204);
    EXPECT_EQ(message(ask("GET", "/volumes/data")), "get data: no such volume");
    EXPECT_EQ(
        json::parse(ask("POST", "/volumes/create", "{\"Name\":\"v\",\"Labels\":{\"a\":\"b\"}}")
                        .body)["Labels"]["a"],
        "b");
}

TEST_F(Containers, AMountOfAMissingFolderIsRefused) {
    json body{{"Image", "app:1"}};
    body["HostConfig"]["Mounts"] =
        json::array({{{"Type", "bind"}, {"Source", "/not/here"}, {"Target", "/x"}}});
    const auto answer = ask("POST", "/containers/create?name=one", body.dump());
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(message(answer),
              "invalid mount config for type \"bind\": bind source path does not exist: /not/here");
}

}  // namespace
}  // namespace support
