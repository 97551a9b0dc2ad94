// Which connection carries a request, and when one is replaced.
#include "support.hpp"

#include <support/fake_engine.hpp>

namespace engine_api {
namespace {

using support::expect_head;
using support::fault;
using support::hold;
using support::send;

const std::string nothing = plain("[]");

TEST(Reuse, SequentialCallsShareOneConnection) {
    support::fake_engine fake;
    with_client(fake.url(), [](client& engine) -> net::awaitable<void> {
        co_await engine.negotiate();
        for (int i = 0; i < 20; ++i)
            co_await engine.containers().list();
        co_await engine.system().info();
    });
    EXPECT_EQ(fake.connections(), 1u);
    EXPECT_EQ(fake.requests().size(), 22u);
}

TEST(Reuse, AnErrorAnswerKeepsTheConnection) {
    support::fake_engine fake;
    with_client(fake.url(), [](client& engine) -> net::awaitable<void> {
        bool missing = false;
        try {
            co_await engine.containers().inspect("none");
        } catch (const error& e) {
            missing = e.kind() == error_kind::not_found;
        }
        EXPECT_TRUE(missing);
        co_await list_all(engine);
    });
    EXPECT_EQ(fake.connections(), 1u);
}

TEST(Reuse, AStreamHasAConnectionOfItsOwn) {
    support::fake_engine fake;
    with_client(fake.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        const auto events = co_await engine.system().events();
        co_await list_all(engine);
        co_await list_all(engine);
    });
    EXPECT_EQ(fake.connections(), 2u);
}

TEST(Reuse, AConnectionThatTheEngineClosedWhileIdleIsReplaced) {
    support::fake_engine fake;
    fake.inject("GET", "/containers/json", fault::close_after_reply(), support::occurrence::nth(1));
    with_client(fake.url(), [&](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        EXPECT_TRUE(support::poll_until([&] { return fake.open_connections() == 0; }));
        co_await list_all(engine);
    });
    EXPECT_EQ(fake.connections(), 2u);
}

// What follows on such a connection would be read as the rest of the body.
TEST(Reuse, AnAnswerBeforeTheWholeBodyWasSentEndsTheConnection) {
    class without_end final : public body_source {
      public:
        std::size_t read(std::span<char> into) override { return into.size(); }
    };
    script_server server(
        {{expect_head(), send(plain("{}", "404 Not Found")), hold()}, answering(nothing)});
    with_client(server.url(), [](client& engine) -> net::awaitable<void> {
        bool missing = false;
        auto source = std::make_unique<without_end>();
        try {
            co_await engine.containers().put_archive("x", "/", std::move(source));
        } catch (const error& e) {
            missing = e.kind() == error_kind::not_found;
        }
        EXPECT_TRUE(missing);
        co_await list_all(engine);
    });
    EXPECT_EQ(server.connections(), 2u);
}

TEST(Reuse, ConnectionCloseIsObeyed) {
    script_server server(
        {{expect_head(),
          send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]"), hold()},
         answering(nothing)});
    with_client(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await list_all(engine);
    });
    EXPECT_EQ(server.connections(), 2u);
}

// The engine ends the idle connection at the moment when the next request is under way.
const support::script breaks_the_second = {expect_head(), send(nothing), expect_head(),
                                           support::close()};

TEST(Reuse, AGetOnABrokenIdleConnectionIsSentAgainOnANewOne) {
    script_server server({breaks_the_second, answering(nothing)});
    with_client(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await list_all(engine);
    });
    EXPECT_EQ(server.connections(), 2u);
}

TEST(Reuse, APostOnABrokenIdleConnectionIsNeverSentAgain) {
    script_server server({breaks_the_second, answering(plain("", "204 No Content"))});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await engine.containers().start("x");
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
    EXPECT_EQ(failed->text,
              "the engine closed the connection while waiting for the answer (POST "
              "/v1.41/containers/x/start)");
    EXPECT_EQ(server.connections(), 1u);
}

TEST(Reuse, ADeleteIsNeverSentAgain) {
    script_server server({breaks_the_second, answering(plain("", "204 No Content"))});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await engine.containers().remove("x");
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(server.connections(), 1u);
}

TEST(Reuse, OneReplacementOnly) {
    script_server server({breaks_the_second, {expect_head(), support::close()}});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await list_all(engine);
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
    EXPECT_EQ(server.connections(), 2u);
}

TEST(Reuse, AFreshConnectionThatBreaksIsNotReplaced) {
    script_server server({{expect_head(), support::close()}, answering(nothing)});
    const auto failed = failure_with(server.url(), [](client& engine) { return list_all(engine); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(server.connections(), 1u);
}

TEST(Reuse, AnAnswerThatBeganIsNotAskedForAgain) {
    script_server server(
        {{expect_head(), send(nothing), expect_head(), send("HTTP/1.1 2"), support::close()},
         answering(nothing)});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await list_all(engine);
        co_await list_all(engine);
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
    EXPECT_EQ(server.connections(), 1u);
}

TEST(Reuse, BytesThatNobodyAskedForEndTheConnection) {
    script_server server({{expect_head(), send(nothing + "HTTP/1.1"), hold()}, answering(nothing)});
    const auto failed = failure_with(server.url(), [](client& engine) { return list_all(engine); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->text,
              "more bytes came than the answer said (GET /v1.41/containers/json: 200)");
}

}  // namespace
}  // namespace engine_api
