// Each way in which the fake engine misbehaves, as a client of plain sockets sees it.
#include "engine_fixture.hpp"

namespace support {
namespace {

using Fault = FakeEngine;

TEST_F(Fault, FailAnswersInTheEnginesShapeAndDoesNothing) {
    create("one");
    engine.inject("POST", "/containers/*/start", fault::fail(500, "no \"space\""));
    const auto answer = ask("POST", "/containers/one/start");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "{\"message\":\"no \\\"space\\\"\"}\n");
    EXPECT_EQ(engine.container("one").status, "created");
}

TEST_F(Fault, HoldsForTheGivenOccurrencesOnly) {
    engine.inject("GET", "/info", fault::fail(500, "second"), occurrence::nth(2));
    EXPECT_EQ(ask("GET", "/info").status, 200);
    EXPECT_EQ(ask("GET", "/version").status, 200);
    EXPECT_EQ(ask("GET", "/info").status, 500);
    EXPECT_EQ(ask("GET", "/info").status, 200);
    engine.inject("GET", "/info", fault::fail(503, "later"), occurrence::from(2));
    EXPECT_EQ(ask("GET", "/info").status, 200);
    EXPECT_EQ(ask("GET", "/info").status, 503);
    EXPECT_EQ(ask("GET", "/info").status, 503);
    engine.clear_faults();
    EXPECT_EQ(ask("GET", "/info").status, 200);
}

TEST_F(Fault, DelayAnswersRightButLate) {
    engine.inject("GET", "/_ping", fault::delay(must_expire));
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ask("GET", "/_ping").body, "OK");
    EXPECT_GE(std::chrono::steady_clock::now() - start, must_expire);
}

TEST_F(Fault, ResetBeforeHead) {
    engine.inject("GET", "/_ping", fault::reset_before_head());
    const auto answer = ask("GET", "/_ping");
    EXPECT_EQ(answer.head, "");
    EXPECT_TRUE(answer.reset);
}

TEST_F(Fault, ResetOfARequestWithABodyIsAResetToo) {
    engine.inject("POST", "/networks/create", fault::reset_before_head());
    const auto answer = ask("POST", "/networks/create", std::string(300'000, ' ') + "{}");
    EXPECT_EQ(answer.head, "");
    EXPECT_TRUE(answer.reset);
}

TEST_F(Fault, LeavesTheRequestUndoneUnlessExecuted) {
    const std::string body = "{\"Image\":\"app:1\"}";
    engine.inject("POST", "/containers/create", fault::reset_before_head(), occurrence::nth(1));
    engine.inject("POST", "/containers/create", fault::reset_before_head().executed());
    ask("POST", "/containers/create?name=one", body);
    EXPECT_FALSE(engine.has_container("one"));
    const auto answer = ask("POST", "/containers/create?name=two", body);
    EXPECT_TRUE(answer.reset);
    EXPECT_TRUE(engine.has_container("two"));
}

TEST_F(Fault, ResetAfterHead) {
    engine.inject("GET", "/_ping", fault::reset_after_head());
    const auto answer = ask("GET", "/_ping");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "2");
    EXPECT_EQ(answer.body, "");
    EXPECT_TRUE(answer.reset);
}

TEST_F(Fault, CutBodyEndsBehindTheGivenBytes) {
    engine.inject("GET", "/_ping", fault::cut_body_after(1));
    const auto answer = ask("GET", "/_ping");
    EXPECT_EQ(answer.header("Content-Length"), "2");
    EXPECT_EQ(answer.body, "O");
    EXPECT_FALSE(answer.whole);
    EXPECT_FALSE(answer.reset);
}

TEST_F(Fault, CutBodyOfAChunkedAnswerLacksItsEnd) {
    create("one");
    engine.inject("GET", "/containers/one/json", fault::cut_body_after(100));
    auto answer = ask("GET", "/containers/one/json");
    EXPECT_EQ(answer.body.size(), 100u);
    EXPECT_FALSE(answer.whole);
    engine.clear_faults();
    engine.inject("GET", "/containers/one/json", fault::cut_body_after(1'000'000));
    answer = ask("GET", "/containers/one/json");
    EXPECT_TRUE(json::accept(answer.body));
    EXPECT_FALSE(answer.whole);
}

TEST_F(Fault, CutInChunkPromisesMoreThanItSends) {
    engine.inject("GET", "/_ping", fault::cut_in_chunk());
    auto client = connect();
    client.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto bytes = client.read_to_end(never_expires);
    EXPECT_NE(bytes.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n12\r\nOK"));
}

TEST_F(Fault, GarbageHead) {
    engine.inject("GET", "/_ping", fault::garbage_head());
    auto client = connect();
    client.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto bytes = client.read_to_end(never_expires);
    EXPECT_FALSE(bytes.empty());
    EXPECT_FALSE(bytes.starts_with("HTTP"));
}

TEST_F(Fault, StallNeverAnswersAndEndsWithTheClient) {
    engine.inject("GET", "/_ping", fault::stall());
    {
        auto client = connect();
        client.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(client.read_some(must_expire), "");
        EXPECT_FALSE(client.at_end());
        EXPECT_TRUE(poll_until([&] { return engine.open_connections() == 1; }));
    }
    EXPECT_TRUE(poll_until([&] { return engine.open_connections() == 0; }));
}

TEST_F(Fault, StallAfterHead) {
    engine.inject("GET", "/_ping", fault::stall_after_head());
    auto client = connect();
    client.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_until("\r\n\r\n", never_expires).ends_with("\r\n\r\n"));
    EXPECT_EQ(client.read_some(must_expire), "");
    EXPECT_FALSE(client.at_end());
}

TEST_F(Fault, WrongLengthPromisesBytesThatNeverCome) {
    engine.inject("GET", "/_ping", fault::wrong_length(3));
    auto client = connect();
    client.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto bytes = client.read_until("\r\n\r\nOK", never_expires);
    EXPECT_NE(bytes.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_EQ(client.read_some(must_expire), "");
    EXPECT_FALSE(client.at_end());
}

TEST_F(Fault, CloseAfterReplyGivesNoWarning) {
    engine.inject("GET", "/_ping", fault::close_after_reply());
    auto client = connect();
    const auto answer = client.exchange("GET", "/_ping");
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_EQ(client.read_some(never_expires), "");
    EXPECT_TRUE(client.at_end());
    EXPECT_FALSE(client.was_reset());
}

TEST_F(Fault, OfAStreamCutsItOpen) {
    engine.inject("GET", "/events", fault::cut_body_after(10));
    auto client = connect();
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n", never_expires);
    create("one");
    const auto rest = client.read_to_end(never_expires);
    EXPECT_EQ(rest, "a\r\n{\"status\":\r\n");
}

}  // namespace
}  // namespace support
