#include "row.hpp"

#include <support/fake_engine.hpp>

namespace engine_api {
namespace {

net::awaitable<std::string> all_of(output_stream& stream) {
    std::string all;
    for (;;) {
        const auto piece = co_await stream.next();
        if (!piece) co_return all;
        all += piece->text;
    }
}

TEST(ExecRow, Create) {
    const auto id =
        row("POST /containers/{id}/exec",
            with_json(
                "POST /v1.41/containers/x/exec",
                R"({"AttachStderr":true,"AttachStdin":true,"AttachStdout":true,"Cmd":["a","b c"],)"
                R"("Env":["K=V"],"Privileged":true,"Tty":false,"User":"u","WorkingDir":"/w"})"),
            plain(R"({"Id":"e1"})", "201 Created"), [](client& engine) {
                exec_options o;
                o.command = {"a", "b c"};
                o.environment = {"K=V"};
                o.user = "u";
                o.working_dir = "/w";
                o.privileged = o.attach_stdin = true;
                return engine.exec().create("x", o);
            });
    EXPECT_EQ(id, "e1");
}

exec_options at_a_terminal() {
    exec_options o;
    o.command = {"sh"};
    o.tty = true;
    o.detach_keys = "ctrl-a";
    o.console_size = terminal_size(40, 120);
    return o;
}

TEST(ExecRow, CreateWithATerminalTellsItsSizeFromTheFirstLineOn) {
    const auto body =
        R"({"AttachStderr":true,"AttachStdin":false,"AttachStdout":true,"Cmd":["sh"],)"
        R"("ConsoleSize":[40,120],"DetachKeys":"ctrl-a","Tty":true})";
    const auto pong = "HTTP/1.1 200 OK\r\nApi-Version: 1.42\r\nContent-Length: 0\r\n\r\n";
    script_server server({{support::expect_head(), support::send(pong), support::expect(body),
                           support::send(plain(R"({"Id":"e1"})", "201 Created"))}});
    const auto id = with_client(server.url(), [](client& engine) -> net::awaitable<std::string> {
        co_await engine.negotiate();
        const auto options = at_a_terminal();
        co_return co_await engine.exec().create("x", options);
    });
    EXPECT_EQ(id, "e1");
}

TEST(ExecRow, CreateLeavesTheSizeOutForAnEngineThatKnowsNone) {
    row("POST /containers/{id}/exec",
        with_json("POST /v1.41/containers/x/exec",
                  R"({"AttachStderr":true,"AttachStdin":false,"AttachStdout":true,"Cmd":["sh"],)"
                  R"("DetachKeys":"ctrl-a","Tty":true})"),
        plain(R"({"Id":"e1"})", "201 Created"),
        [](client& engine) { return engine.exec().create("x", at_a_terminal()); });
}

const std::string start_request =
    wire("POST /v1.41/exec/e/start",
         "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\n"
         "Content-Length: 28\r\n",
         R"({"Detach":false,"Tty":false})");

const std::string still_there = plain(R"({"Running":false,"ExitCode":0})");

TEST(ExecRow, Start) {
    script_server server(
        {{support::expect(R"("Tty":false})"),
          support::send(upgrade_head + frame(1, "out") + frame(2, "err")), support::close()},
         answering(still_there)});
    const auto text = with_client(server.url(), [](client& engine) -> net::awaitable<std::string> {
        auto stream = co_await engine.exec().start("e", false);
        co_return co_await all_of(stream);
    });
    EXPECT_EQ(text, "outerr");
    EXPECT_EQ(server.received(0), start_request);
    EXPECT_EQ(server.received(1), wire("GET /v1.41/exec/e/json"));
    EXPECT_TRUE(fits("POST /exec/{id}/start", server.received(0)));
}

TEST(ExecRow, StartDetached) {
    row("POST /exec/{id}/start",
        with_json("POST /v1.41/exec/e/start", R"({"Detach":true,"Tty":true})"), plain(""),
        [](client& engine) { return engine.exec().start_detached("e", true); });
}

TEST(ExecRow, Resize) {
    row("POST /exec/{id}/resize", without_body("POST /v1.41/exec/e/resize?h=40&w=120"),
        plain("", "201 Created"), [](client& engine) -> net::awaitable<void> {
            co_await engine.exec().resize("e", terminal_size(40, 120));
        });
}

TEST(ExecRow, Inspect) {
    const auto inspect = [](client& engine) { return engine.exec().inspect("e"); };
    const auto ended = row("GET /exec/{id}/json", wire("GET /v1.41/exec/e/json"),
                           plain(R"({"Running":false,"ExitCode":7})"), inspect);
    EXPECT_FALSE(ended.running);
    EXPECT_EQ(ended.exit_code, 7);
    const auto running = row("GET /exec/{id}/json", wire("GET /v1.41/exec/e/json"),
                             plain(R"({"Running":true,"ExitCode":null})"), inspect);
    EXPECT_TRUE(running.running);
    EXPECT_FALSE(running.exit_code);
}

TEST(Exec, InputIsSentAndEndsWhileOutputGoesOn) {
    script_server server({{support::expect_head(), support::send(upgrade_head),
                           support::expect("hello"), support::send("got it, "),
                           support::pause(must_expire), support::send("bye"), support::close()},
                          answering(still_there)});
    const auto text = with_client(server.url(), [](client& engine) -> net::awaitable<std::string> {
        auto stream = co_await engine.exec().start("e", true);
        co_await stream.write("hello");
        co_await stream.close_stdin();
        co_return co_await all_of(stream);
    });
    EXPECT_EQ(text, "got it, bye");
}

// A program may be slow to read its stdin: only silence that nobody may keep is an error.
TEST(Exec, InputThatNobodyReadsYetIsWaitedFor) {
    const std::string much(8 * 1024 * 1024, 'x');
    script_server server({{support::expect_head(), support::send(upgrade_head),
                           support::pause(std::chrono::milliseconds(300)),
                           support::expect("the end"), support::close()},
                          answering(still_there)});
    auto impatient = patient();
    impatient.timeouts.send = std::chrono::milliseconds(50);
    with_client(
        server.url(),
        [&](client& engine) -> net::awaitable<void> {
            auto stream = co_await engine.exec().start("e", true);
            co_await stream.write(much);
            co_await stream.write("the end");
            co_await all_of(stream);
        },
        impatient);
}

TEST(Exec, AnEngineThatKnowsNoUpgradeButHandsTheConnectionOverIsUnderstood) {
    script_server server(
        {{support::expect_head(),
          support::send(
              "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n" +
              frame(1, "old way")),
          support::close()},
         answering(still_there)});
    const auto text = with_client(server.url(), [](client& engine) -> net::awaitable<std::string> {
        auto stream = co_await engine.exec().start("e", false);
        co_return co_await all_of(stream);
    });
    EXPECT_EQ(text, "old way");
}

// Between two frames a dying engine looks like a command that has ended.
TEST(Exec, AnEngineThatDiesBetweenTwoFramesIsAnError) {
    script_server server({{support::expect_head(),
                           support::send(upgrade_head + frame(1, "half of it")), support::close()},
                          {support::expect_head(), support::close()}});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        auto stream = co_await engine.exec().start("e", false);
        co_await all_of(stream);
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
}

TEST(Exec, ASwitchOfProtocolsThatNobodyAskedForIsAnError) {
    script_server server({answering(upgrade_head)});
    const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
}

TEST(Exec, RunWaitsForTheExitCodeThatComesAfterTheOutput) {
    const auto created = plain(R"({"Id":"e"})", "201 Created");
    const auto running = plain(R"({"Running":true,"ExitCode":null})");
    // The output takes the first connection away; the questions behind it share another one.
    script_server server(
        {{support::expect_head(), support::send(created), support::expect_head(),
          support::send(upgrade_head + frame(1, "text")), support::close()},
         {support::expect_head(), support::send(running), support::expect_head(),
          support::send(running), support::expect_head(),
          support::send(plain(R"({"Running":false,"ExitCode":9})")), support::hold()}});
    const auto result =
        with_client(server.url(), [](client& engine) -> net::awaitable<exec_result> {
            exec_options o;
            o.command = {"true"};
            co_return co_await engine.exec().run("x", o);
        });
    EXPECT_EQ(result.exit_code, 9);
    EXPECT_EQ(result.output, "text");
}

TEST(Exec, RunAgainstAPlayedEngine) {
    support::fake_engine fake;
    fake.add_image("app:1");
    support::behaviour how;
    how.exec = [](const support::exec_call& call) -> std::optional<support::exec_result> {
        return support::exec_result{3, "ran " + call.argv.front(), " and failed", {}};
    };
    fake.behave(support::selector::by_image("app:1"), how);
    const auto result = with_client(fake.url(), [](client& engine) -> net::awaitable<exec_result> {
        co_await engine.containers().create("c1", R"({"Image":"app:1"})");
        co_await engine.containers().start("c1");
        exec_options o;
        o.command = {"/check"};
        co_return co_await engine.exec().run("c1", o);
    });
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.output, "ran /check and failed");
    EXPECT_TRUE(fake.unexpected().empty());
}

}  // namespace
}  // namespace engine_api
