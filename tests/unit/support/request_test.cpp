// The record of requests, overrides, and what the engine says to requests that it does not know.
#include "engine_fixture.hpp"

#include <chrono>
#include <thread>

namespace support {
namespace {

using Requests = FakeEngine;

TEST_F(Requests, ArePutDownInOrderWithTheirParts) {
    ask("GET", "/_ping");
    ask("POST", "/v1.41/containers/create?name=a%20b&x=1", "{\"Image\":\"app:1\"}");
    const auto all = engine.requests();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].path, "/_ping");
    EXPECT_EQ(all[1].method, "POST");
    EXPECT_EQ(all[1].target, "/v1.41/containers/create?name=a%20b&x=1");
    EXPECT_EQ(all[1].path, "/containers/create");
    EXPECT_EQ(all[1].version, "1.41");
    EXPECT_EQ(all[1].param("name"), "a b");
    EXPECT_EQ(all[1].param("x"), "1");
    EXPECT_EQ(all[1].header("host"), "fake");
    EXPECT_EQ(all[1].body, "{\"Image\":\"app:1\"}");
    EXPECT_EQ(all[1].connection, 2u);
    EXPECT_EQ(all[1].line(), "POST /containers/create?name=a%20b&x=1");
}

TEST_F(Requests, OfOneConnectionCarryItsNumber) {
    auto client = connect();
    EXPECT_EQ(client.exchange("GET", "/_ping").status, 200);
    EXPECT_EQ(client.exchange("GET", "/_ping").status, 200);
    EXPECT_EQ(engine.requests()[1].connection, 1u);
    EXPECT_EQ(engine.connections(), 1u);
}

TEST_F(Requests, NameTheContainerWhetherByNameOrId) {
    const auto id = run("one");
    ask("POST", "/containers/" + id + "/stop");
    ask("POST", "/containers/other/stop");
    const auto of_one = engine.mutating_requests("one");
    ASSERT_EQ(of_one.size(), 2u);
    EXPECT_EQ(of_one[0].path, "/containers/one/start");
    EXPECT_EQ(of_one[1].container_name, "one");
    EXPECT_EQ(engine.mutating_requests(id).size(), 2u);
}

TEST_F(Requests, NameTheContainerThatJoinsOrLeavesANetwork) {
    run("one");
    ask("POST", "/networks/create", "{\"Name\":\"edge\"}");
    engine.forget_requests();
    ask("POST", "/networks/edge/connect", "{\"Container\":\"one\"}");
    ask("POST", "/networks/edge/disconnect", "{\"Container\":\"one\"}");
    ask("POST", "/networks/edge/connect", "no JSON");
    EXPECT_EQ(engine.mutating_requests("one").size(), 2u);
}

TEST_F(Requests, AreCountedByPattern) {
    run("one");
    inspect("one");
    EXPECT_EQ(engine.count("POST", "/containers/**"), 2u);
    EXPECT_EQ(engine.count("POST", "/containers/*"), 1u);
    EXPECT_EQ(engine.count("*", "/containers/one/*"), 2u);
    EXPECT_EQ(engine.mutating_requests().size(), 2u);
    engine.forget_requests();
    EXPECT_EQ(engine.requests().size(), 0u);
}

TEST_F(Requests, CanBeWaitedFor) {
    std::thread later([this] { ask("GET", "/info"); });
    EXPECT_TRUE(engine.wait_for_request("GET", "/info", never_expires));
    later.join();
    EXPECT_FALSE(engine.wait_for_request("GET", "/version", milliseconds{1}));
}

TEST_F(Requests, UnknownOnesAreRemembered) {
    const auto answer = ask("GET", "/v1.41/nothing");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, "{\"message\":\"page not found\"}\n");
    EXPECT_EQ(engine.unexpected(), std::vector<std::string>{"GET /nothing"});
    EXPECT_EQ(ask("GET", "/containers/none/json").status, 404);
    EXPECT_EQ(engine.unexpected().size(), 1u);
}

TEST_F(Requests, GoToTheTestsOwnHandlerFirst) {
    engine.on("GET", "/containers/*/json", [](const request& asked) -> std::optional<reply> {
        if (asked.path != "/containers/mine/json") return std::nullopt;
        return reply::json(200, "{\"Id\":\"own\"}");
    });
    EXPECT_EQ(inspect("mine")["Id"], "own");
    EXPECT_EQ(ask("GET", "/containers/other/json").status, 404);
}

TEST_F(Requests, WithAChunkedBodyOrAnExpectationAreRead) {
    auto client = connect();
    client.send(
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: "
        "100-continue\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n", never_expires), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("5\r\n{\"Nam\r\n7\r\ne\":\"n\"}\r\n0\r\n\r\n");
    EXPECT_TRUE(client.read_until("\r\n", never_expires).starts_with("HTTP/1.1 201 Created"));
    EXPECT_EQ(engine.requests()[0].body, "{\"Name\":\"n\"}");
}

TEST(PathPattern, StarStopsAtASlashAndTwoStarsDoNot) {
    EXPECT_TRUE(path_matches("/containers/*/start", "/containers/x/start"));
    EXPECT_FALSE(path_matches("/containers/*/start", "/containers/x/y/start"));
    EXPECT_TRUE(path_matches("/images/**/json", "/images/a/b:1/json"));
    EXPECT_TRUE(path_matches("**", "/anything/at/all"));
    EXPECT_FALSE(path_matches("/containers/*", "/containers"));
}

TEST_F(FakeEngine, PingTellsTheVersionInItsHeaders) {
    const auto answer = ask("GET", "/_ping");
    EXPECT_EQ(answer.body, "OK");
    EXPECT_EQ(answer.header("Api-Version"), "1.41");
    EXPECT_EQ(answer.header("Ostype"), "linux");
    const auto head = ask("HEAD", "/_ping");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Api-Version"), "1.41");
}

TEST_F(FakeEngine, RefusesVersionsOutsideItsRange) {
    engine.set_api_version("1.41", "1.24");
    EXPECT_EQ(message(ask("GET", "/v1.99/version")),
              "client version 1.99 is too new. Maximum supported API version is 1.41");
    const auto old = ask("GET", "/v1.12/version");
    EXPECT_EQ(old.status, 400);
    EXPECT_EQ(
        old.body,
        "client version 1.12 is too old. Minimum supported API version is 1.24, please upgrade "
        "your client to a newer version\n");
    EXPECT_EQ(get("/version")["MinAPIVersion"], "1.24");
}

TEST_F(FakeEngine, SendsLongAnswersInChunks) {
    create("one");
    const auto answer = ask("GET", "/containers/one/json");
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(ask("GET", "/version").header("Content-Length").empty(), false);
}

TEST_F(FakeEngine, IsGoneFastEvenWithOpenStreams) {
    auto other = std::make_unique<fake_engine>();
    auto client = raw_client::unix_socket(other->socket_path());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n", never_expires);
    const auto path = other->socket_path();
    const auto start = std::chrono::steady_clock::now();
    other.reset();
    // A few milliseconds; the limit leaves room for a machine that is busy.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    EXPECT_THROW(raw_client::unix_socket(path), std::system_error);
    EXPECT_EQ(client.read_some(never_expires), "");
}

TEST_F(FakeEngine, GoesDownAndComesBackOnTheSamePath) {
    run("one");
    auto idle = connect();
    EXPECT_EQ(idle.exchange("GET", "/_ping").status, 200);
    engine.go_down();
    EXPECT_EQ(idle.read_some(never_expires), "");
    EXPECT_TRUE(idle.at_end());
    EXPECT_THROW(connect(), std::system_error);
    engine.come_back();
    EXPECT_EQ(inspect("one")["State"]["Running"], true);
}

TEST_F(FakeEngine, DropsAConnectionThatSpeaksNoHttp) {
    auto client = connect();
    client.send("hello\r\n\r\n");
    EXPECT_EQ(client.read_to_end(never_expires), "");
    EXPECT_TRUE(poll_until([&] { return engine.open_connections() == 0; }));
}

}  // namespace
}  // namespace support
