// Health verdicts, the behaviours that lead to them, and the healthcheck's command run by exec.
#include "engine_fixture.hpp"

namespace support {
namespace {

using Health = FakeEngine;

// Runs the healthcheck's command by exec and returns its exit code.
int probe(const fake_engine& engine, const std::string& name) {
    auto client = raw_client::unix_socket(engine.socket_path());
    const auto made = client.exchange("POST", "/containers/" + name + "/exec",
                                      "{\"AttachStdout\":true,\"Cmd\":[\"/probe\"]}");
    const std::string id = json::parse(made.body)["Id"];
    raw_client::unix_socket(engine.socket_path()).exchange("POST", "/exec/" + id + "/start", "{}");
    return json::parse(client.exchange("GET", "/exec/" + id + "/json").body)["ExitCode"];
}

TEST_F(Health, BeginsWithStarting) {
    engine.behave(selector::by_image("app:1"), {.healthy_after = never_expires});
    run("one", with_probe());
    EXPECT_EQ(inspect("one")["State"]["Health"],
              json::parse("{\"Status\":\"starting\",\"FailingStreak\":0,\"Log\":[]}"));
    EXPECT_TRUE(
        get("/containers/json")[0]["Status"].get<std::string>().ends_with("(health: starting)"));
}

TEST_F(Health, GetsHealthyAfterItsTime) {
    engine.behave(selector::by_image("app:1"), {.probe_output = "fine"});
    run("one", with_probe());
    EXPECT_TRUE(becomes("one", "healthy"));
    const auto told = inspect("one")["State"]["Health"];
    EXPECT_EQ(told["Log"][0]["ExitCode"], 0);
    EXPECT_EQ(told["Log"][0]["Output"], "fine");
    EXPECT_TRUE(get("/containers/json")[0]["Status"].get<std::string>().ends_with("(healthy)"));
}

TEST_F(Health, IsAbsentWithoutAHealthcheck) {
    run("one");
    EXPECT_FALSE(inspect("one")["State"].contains("Health"));
    EXPECT_EQ(engine.container("one").health, "none");
}

TEST_F(Health, OfTheImageCounts) {
    engine.add_image("checked",
                     {.healthcheck = "{\"Test\":[\"CMD\",\"/probe\"],\"Interval\":1000}"});
    json body = with_probe();
    body["Image"] = "checked";
    body["Healthcheck"] = {{"Retries", 7}};
    run("one", body);
    const auto check = inspect("one")["Config"]["Healthcheck"];
    EXPECT_EQ(check["Test"], json({"CMD", "/probe"}));
    EXPECT_EQ(check["Retries"], 7);
    EXPECT_EQ(check["Interval"], 1000);
    EXPECT_TRUE(becomes("one", "healthy"));
}

TEST_F(Health, NeverHealthyKeepsAFailingProbeInItsLog) {
    engine.behave(selector::by_image("app:1"),
                  {.healthy_after = std::nullopt, .failing_probe_output = "refused"});
    run("one", with_probe());
    EXPECT_TRUE(poll_until([&] { return !inspect("one")["State"]["Health"]["Log"].empty(); }));
    const auto told = inspect("one")["State"]["Health"];
    EXPECT_EQ(told["Status"], "starting");
    EXPECT_EQ(told["FailingStreak"], 1);
    EXPECT_EQ(told["Log"][0]["Output"], "refused");
}

TEST_F(Health, TurnsUnhealthyAfterTheRetries) {
    engine.behave(selector::by_image("app:1"),
                  {.healthy_after = std::nullopt, .unhealthy_after = milliseconds{10}});
    run("one", with_probe());
    EXPECT_TRUE(becomes("one", "unhealthy"));
    EXPECT_EQ(inspect("one")["State"]["Health"]["FailingStreak"], 3);
}

TEST_F(Health, OfAStoppedContainerIsUnhealthy) {
    run("one", with_probe());
    EXPECT_TRUE(becomes("one", "healthy"));
    engine.crash("one", 1);
    EXPECT_EQ(inspect("one")["State"]["Health"]["Status"], "unhealthy");
}

TEST_F(Health, ProbeByExecAgreesWithTheVerdict) {
    engine.behave(selector::by_image("app:1"), {.healthy_after = std::nullopt});
    run("one", with_probe());
    EXPECT_EQ(probe(engine, "one"), 1);
    engine.set_health("one", "healthy");
    EXPECT_EQ(probe(engine, "one"), 0);
}

TEST_F(Health, ProbeByExecCanBeFasterThanTheVerdict) {
    engine.behave(selector::by_image("app:1"),
                  {.healthy_after = never_expires, .ready_after = milliseconds{0}});
    run("one", with_probe());
    EXPECT_EQ(probe(engine, "one"), 0);
    EXPECT_EQ(engine.container("one").health, "starting");
}

TEST_F(Health, ProbeByExecCanBeProgrammed) {
    behaviour how;
    how.probe = [](const exec_call&) { return exec_result{127, "", "not found", {}}; };
    engine.behave(selector::by_image("app:1"), how);
    run("one", with_probe());
    EXPECT_EQ(probe(engine, "one"), 127);
}

TEST_F(Health, AShellCommandIsRunAsTheEngineRunsIt) {
    run("one", {{"Healthcheck", {{"Test", {"CMD-SHELL", "curl x"}}}}});
    EXPECT_TRUE(becomes("one", "healthy"));
    auto client = connect();
    const auto made =
        client.exchange("POST", "/containers/one/exec",
                        "{\"AttachStdout\":true,\"Cmd\":[\"/bin/sh\",\"-c\",\"curl x\"]}");
    const std::string id = json::parse(made.body)["Id"];
    EXPECT_EQ(connect().exchange("POST", "/exec/" + id + "/start", "{}").body, frame(1, "ready"));
}

TEST_F(Health, SelectorsByLabelEnvironmentAndName) {
    const behaviour never{.healthy_after = std::nullopt};
    engine.behave(selector::by_label("color=green"), never);
    engine.behave(selector::by_environment("BROKEN"), never);
    engine.behave(selector::by_name("named"), never);
    json green = with_probe();
    green["Labels"]["color"] = "green";
    json broken = with_probe();
    broken["Env"] = {"BROKEN=1"};
    run("green", green);
    run("broken", broken);
    run("named", with_probe());
    run("plain", with_probe());
    EXPECT_TRUE(becomes("plain", "healthy"));
    for (const char* name : {"green", "broken", "named"})
        EXPECT_EQ(engine.container(name).health, "starting");
}

TEST_F(Health, FollowsTheSampleAppsSwitches) {
    json body = with_probe();
    body["Env"] = {"APP_NEVER_READY=1"};
    run("never", body);
    body["Env"] = {"APP_EXIT_AFTER_SECONDS=0.01"};
    run("short", body);
    EXPECT_TRUE(gets_status("short", "exited"));
    EXPECT_EQ(engine.container("short").exit_code, 3);
    EXPECT_EQ(engine.container("never").health, "starting");
}

TEST_F(Health, ABehaviourCanChangeWhileItRuns) {
    engine.behave(selector::by_image("app:1"), {.ready_after = milliseconds{0}});
    run("one", with_probe());
    EXPECT_EQ(probe(engine, "one"), 0);
    engine.change("one", [](behaviour& how) { how.ready_after = never_expires; });
    EXPECT_EQ(probe(engine, "one"), 1);
}

}  // namespace
}  // namespace support
