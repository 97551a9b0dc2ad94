#include "engine_fixture.hpp"

namespace support {
namespace {

class Exec : public FakeEngine {
  protected:
    Exec() {
        behaviour how;
        how.exec = [](const exec_call& call) -> std::optional<exec_result> {
            if (call.argv[0] == "say") return exec_result{3, "o\n", "e\n", {}};
            if (call.argv[0] == "cat") return exec_result{0, call.input, "", {}};
            if (call.argv[0] == "brief") return exec_result{0, "", "", milliseconds{1}};
            if (call.argv[0] == "endless") return exec_result{0, "", "", never_expires};
            return std::nullopt;
        };
        engine.behave(selector::by_image("app:1"), how);
        container_id = run("one");
    }

    std::string make(json body) const {
        const auto answer = ask("POST", "/containers/one/exec", body.dump());
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json::parse(answer.body)["Id"];
    }
    std::string program(const std::string& name) const {
        return make({{"Cmd", {name, "x"}}, {"AttachStdout", true}, {"AttachStderr", true}});
    }
    json told(const std::string& id) const { return get("/exec/" + id + "/json"); }
    static std::string start_upgraded(const std::string& id) {
        return "POST /exec/" + id +
               "/start HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: "
               "Upgrade\r\n"
               "Upgrade: tcp\r\nContent-Length: 16\r\n\r\n{\"Detach\":false}";
    }

    std::string container_id;
};

TEST_F(Exec, InspectTellsWhatWasAskedAndTheExitCode) {
    const auto id = program("say");
    auto seen = told(id);
    EXPECT_EQ(seen["Running"], false);
    EXPECT_TRUE(seen["ExitCode"].is_null());
    EXPECT_EQ(seen["ProcessConfig"]["entrypoint"], "say");
    EXPECT_EQ(seen["ProcessConfig"]["arguments"], json({"x"}));
    EXPECT_EQ(seen["ContainerID"], container_id);
    ask("POST", "/exec/" + id + "/start", "{}");
    EXPECT_EQ(told(id)["ExitCode"], 3);
}

TEST_F(Exec, WithoutUpgradeIsARawStreamUntilTheEnd) {
    auto client = connect();
    const auto answer =
        client.exchange("POST", "/exec/" + program("say") + "/start", "{\"Detach\":false}");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/vnd.docker.raw-stream");
    EXPECT_EQ(answer.header("Content-Length"), "");
    EXPECT_EQ(answer.body, frame(1, "o\n") + frame(2, "e\n"));
    EXPECT_TRUE(client.at_end());
    EXPECT_FALSE(answer.reset);
}

TEST_F(Exec, WithUpgradeSwitchesProtocols) {
    auto client = connect();
    client.send(start_upgraded(program("say")));
    const auto head = client.read_until("\r\n\r\n", never_expires);
    EXPECT_TRUE(head.starts_with("HTTP/1.1 101 UPGRADED\r\n"));
    EXPECT_NE(head.find("Upgrade: tcp\r\n"), std::string::npos);
    EXPECT_EQ(client.read_to_end(never_expires), frame(1, "o\n") + frame(2, "e\n"));
    EXPECT_FALSE(client.was_reset());
}

TEST_F(Exec, OnlyAttachedStreamsAreSent) {
    const auto id = make({{"Cmd", {"say"}}, {"AttachStderr", true}});
    EXPECT_EQ(ask("POST", "/exec/" + id + "/start", "{}").body, frame(2, "e\n"));
}

TEST_F(Exec, ATerminalHasNoFrames) {
    const auto id = make({{"Cmd", {"say"}}, {"AttachStdout", true}, {"Tty", true}});
    EXPECT_EQ(ask("POST", "/exec/" + id + "/start", "{}").body, "o\r\n");
}

TEST_F(Exec, InputIsReadUntilTheHalfClose) {
    const auto id = make({{"Cmd", {"cat"}}, {"AttachStdin", true}, {"AttachStdout", true}});
    auto client = connect();
    client.send(start_upgraded(id));
    client.read_until("\r\n\r\n", never_expires);
    client.send("first ");
    client.send("second");
    EXPECT_EQ(client.read_some(must_expire), "");
    client.half_close();
    EXPECT_EQ(client.read_to_end(never_expires), frame(1, "first second"));
    EXPECT_FALSE(client.was_reset());
}

TEST_F(Exec, DetachedAnswersAtOnce) {
    auto id = program("endless");
    const auto answer = ask("POST", "/exec/" + id + "/start", "{\"Detach\":true}");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "0");
    EXPECT_TRUE(told(id)["Running"]);
    id = program("brief");
    ask("POST", "/exec/" + id + "/start", "{\"Detach\":true}");
    EXPECT_TRUE(poll_until([&] { return told(id)["ExitCode"] == 0; }));
}

TEST_F(Exec, EndsWithItsContainer) {
    const auto id = program("endless");
    auto client = connect();
    client.send(start_upgraded(id));
    client.read_until("\r\n\r\n", never_expires);
    engine.crash("one", 1);
    EXPECT_EQ(client.read_to_end(never_expires), "");
    EXPECT_TRUE(client.at_end());
    EXPECT_EQ(told(id)["ExitCode"], 137);
}

TEST_F(Exec, AnUnknownProgramIsNotFound) {
    const std::string words =
        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"nope\": "
        "executable file not found in $PATH: unknown";
    auto id = program("nope");
    const auto body = ask("POST", "/exec/" + id + "/start", "{}").body;
    EXPECT_EQ(body.substr(8), words + "\r\n");
    EXPECT_EQ(told(id)["ExitCode"], 126);
    id = program("nope");
    const auto answer = ask("POST", "/exec/" + id + "/start", "{\"Detach\":true}");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(message(answer), words);
}

TEST_F(Exec, IsRefusedInTheEnginesWords) {
    EXPECT_EQ(message(ask("POST", "/containers/one/exec", "{\"Cmd\":[]}")),
              "No exec command specified");
    EXPECT_EQ(message(ask("GET", "/exec/zzz/json")), "No such exec instance: zzz");
    const auto id = program("say");
    ask("POST", "/exec/" + id + "/start", "{}");
    EXPECT_EQ(ask("POST", "/exec/" + id + "/start", "{}").body.substr(8),
              "Error: Exec command " + id + " has already run\r\n");
    EXPECT_EQ(message(ask("POST", "/exec/" + id + "/start", "{\"Detach\":true}")),
              "Error: Exec command " + id + " has already run");
    ask("POST", "/containers/one/pause");
    EXPECT_EQ(message(ask("POST", "/containers/one/exec", "{\"Cmd\":[\"say\"]}")),
              "Container one is paused, unpause the container before exec");
    engine.crash("one", 0);
    const auto answer = ask("POST", "/containers/one/exec", "{\"Cmd\":[\"say\"]}");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(message(answer), "Container " + container_id + " is not running");
}

}  // namespace
}  // namespace support
