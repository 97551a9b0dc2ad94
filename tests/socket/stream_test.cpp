// Streams at the caller's pace, and engines that die or lie in the middle of one.
#include "support.hpp"

#include <support/fake_engine.hpp>

namespace engine_api {
namespace {

using support::expect_head;
using support::fault;
using support::hold;
using support::send;

/// Reads events to the end of the stream.
net::awaitable<int> count_events(client& engine) {
    auto events = co_await engine.system().events();
    for (int n = 0;; ++n) {
        const auto next = co_await events.next();
        if (!next) co_return n;
    }
}

net::awaitable<std::string> read_logs(client& engine, bool tty = false) {
    auto logs = co_await engine.containers().logs("x", tty);
    std::string all;
    for (;;) {
        const auto piece = co_await logs.next();
        if (!piece) co_return all;
        all += piece->text;
    }
}

std::string text_of(const std::optional<failure>& failed) {
    return failed ? failed->text : "no error";
}

TEST(Stream, EventsArriveAsTheyHappen) {
    support::fake_engine fake;
    fake.add_image("app:1");
    with_client(fake.url(), [](client& engine) -> net::awaitable<void> {
        co_await engine.negotiate();
        events_options o;
        o.filter.add("type", "container");
        auto events = co_await engine.system().events(o);
        co_await engine.containers().create("web", R"({"Image":"app:1"})");
        const auto created = co_await events.next();
        EXPECT_EQ(created->action, "create");
        EXPECT_EQ(created->attributes.at("name"), "web");
        co_await engine.containers().start("web");
        const auto started = co_await events.next();
        EXPECT_EQ(started->action, "start");
    });
}

TEST(Stream, AnEngineThatGoesDownIsAnErrorNotAnEnd) {
    support::fake_engine fake;
    const auto failed = failure_with(fake.url(), [&](client& engine) -> net::awaitable<void> {
        auto events = co_await engine.system().events();
        fake.go_down();
        co_await events.next(deadline::after(promptly));
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol) << failed->text;
}

TEST(Stream, AResetIsAnError) {
    script_server server({{expect_head(), send(chunked_head + chunk("{\"Type\":\"a\"}\n")),
                           support::pause(must_expire), support::reset()}});
    const auto failed = failure_with(
        server.url(), [](client& e) -> net::awaitable<void> { co_await count_events(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
}

TEST(Stream, ALastLineWithoutItsNewlineCounts) {
    script_server server(
        {answering(chunked_head + chunk("{\"Type\":\"a\"}\n{\"Type\":\"b\"}") + last_chunk)});
    EXPECT_EQ(with_client(server.url(), count_events), 2);
}

TEST(Stream, ALineThatIsNoJsonObjectIsAnErrorThatNamesTheRequest) {
    for (const char* line : {"{\"Type\":", "nonsense", "[]", "3"}) {
        script_server server(
            {answering(chunked_head + chunk(std::string(line) + "\n") + last_chunk)});
        EXPECT_EQ(
            text_of(failure_with(
                server.url(), [](client& e) -> net::awaitable<void> { co_await count_events(e); })),
            "a line of the stream is not a JSON object (GET /v1.41/events)");
    }
}

TEST(Stream, AMemberOfAnotherTypeIsAnError) {
    script_server server({answering(chunked_head + chunk("{\"Type\":5}\n") + last_chunk)});
    const auto failed = failure_with(
        server.url(), [](client& e) -> net::awaitable<void> { co_await count_events(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
    EXPECT_NE(failed->text.find("unexpected JSON in the stream"), std::string::npos);
}

TEST(Stream, ReadsAtTheCallersPace) {
    support::script flood{expect_head(), send(chunked_head)};
    const auto piece = chunk(frame(1, std::string(100, 'x')));
    std::string many;
    for (int i = 0; i < 1'000; ++i)
        many += piece;
    for (int i = 0; i < 20; ++i)
        flood.push_back(send(many));
    flood.push_back(send(last_chunk));
    flood.push_back(hold());
    script_server server({flood});
    const auto text = with_client(server.url(), [](client& e) { return read_logs(e); });
    EXPECT_EQ(text.size(), 2'000'000u);
}

TEST(Stream, OfATtyIsPlainBytes) {
    script_server server({answering(chunked_head + chunk("\x1b[1mhi") + last_chunk)});
    EXPECT_EQ(with_client(server.url(), [](client& e) { return read_logs(e, true); }), "\x1b[1mhi");
}

TEST(Stream, AHalfFrameIsAnErrorThatSaysSo) {
    const auto half = frame(1, "hello").substr(0, 10);
    script_server server({answering(chunked_head + chunk(half) + last_chunk)});
    EXPECT_EQ(text_of(failure_with(
                  server.url(), [](client& e) -> net::awaitable<void> { co_await read_logs(e); })),
              "the output ended in the middle of a frame (GET /v1.41/containers/x/logs)");
}

TEST(Stream, TheEnginesOwnErrorFrameIsAnError) {
    script_server server(
        {answering(chunked_head + chunk(frame(1, "a") + frame(3, "driver broke")) + last_chunk)});
    EXPECT_EQ(text_of(failure_with(
                  server.url(), [](client& e) -> net::awaitable<void> { co_await read_logs(e); })),
              "the engine ended the output: driver broke (GET /v1.41/containers/x/logs)");
}

// Logs whose end only the connection tells might have been cut between two frames.
TEST(Stream, LogsWithoutAToldEndAreAnError) {
    script_server server({{expect_head(), send("HTTP/1.1 200 OK\r\n\r\n" + frame(1, "all of it?")),
                           support::close()}});
    EXPECT_EQ(text_of(failure_with(
                  server.url(), [](client& e) -> net::awaitable<void> { co_await read_logs(e); })),
              "the answer told no length, so nobody knows whether it was cut (GET "
              "/v1.41/containers/x/logs: 200)");
}

TEST(Stream, ARefusalInsteadOfAStreamIsTheEnginesError) {
    script_server server(
        {answering(plain(R"({"message":"No such container: x"})", "404 Not Found"))});
    EXPECT_EQ(text_of(failure_with(
                  server.url(), [](client& e) -> net::awaitable<void> { co_await read_logs(e); })),
              "No such container: x (GET /v1.41/containers/x/logs: 404)");
}

/// Every way in which the played engine can break an answer.
TEST(Answer, OfABadEngineIsAnErrorInTime) {
    const std::pair<fault, error_kind> table[] = {
        {fault::reset_before_head(), error_kind::protocol},
        {fault::reset_after_head(), error_kind::protocol},
        {fault::cut_body_after(1), error_kind::protocol},
        {fault::cut_in_chunk(), error_kind::protocol},
        {fault::garbage_head(), error_kind::protocol},
        {fault::stall(), error_kind::timeout},
        {fault::stall_after_head(), error_kind::timeout},
        {fault::wrong_length(5), error_kind::timeout},
        {fault::fail(500, "out of memory"), error_kind::server},
    };
    for (const auto& [what, kind] : table) {
        support::fake_engine fake;
        fake.inject("GET", "/containers/json", what);
        const auto begin = clock_type::now();
        const auto failed = failure_with(
            fake.url(), [](client& e) { return list_all(e, deadline::after(must_expire * 4)); });
        EXPECT_LT(clock_type::now() - begin, promptly);
        ASSERT_TRUE(failed) << static_cast<int>(what.what);
        EXPECT_EQ(failed->kind, kind) << static_cast<int>(what.what) << ": " << failed->text;
        EXPECT_EQ(failed->path, "/v1.41/containers/json");
    }
}

}  // namespace
}  // namespace engine_api
