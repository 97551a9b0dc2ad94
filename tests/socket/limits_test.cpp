// Every phase of a call has its own limit, and a deadline stands above them.
#include "support.hpp"
#include "tcp_server.hpp"

#include <algorithm>

namespace engine_api {
namespace {

using support::expect_head;
using support::hold;
using support::send;

/// Gives back a part of what it is asked for, and never ends.
class endless final : public body_source {
  public:
    std::size_t read(std::span<char> into) override {
        std::fill(into.begin(), into.end(), 'x');
        return into.size();
    }
};

net::awaitable<void> put_endless(client& engine) {
    auto source = std::make_unique<endless>();
    co_await engine.containers().put_archive("x", "/", std::move(source));
}

class Limits : public testing::Test {
  protected:
    template <typename Use>
    void expect_timeout(const std::string& url, Use use, const std::string& while_doing) {
        const auto begin = clock_type::now();
        const auto failed = failure_with(url, use, options);
        EXPECT_LT(clock_type::now() - begin, promptly);
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->kind, error_kind::timeout) << failed->text;
        EXPECT_NE(failed->text.find("no progress in time while " + while_doing), std::string::npos)
            << failed->text;
    }
    client_options options = patient();
};

TEST_F(Limits, Send) {
    script_server server({{support::pause(never_expires)}});
    options.timeouts.send = must_expire;
    expect_timeout(server.url(), put_endless, "sending the request");
}

TEST_F(Limits, Head) {
    script_server server({{expect_head(), send("HTTP/1.1 200 OK\r\n"), hold()}});
    options.timeouts.head = must_expire;
    expect_timeout(
        server.url(), [](client& e) { return list_all(e); }, "waiting for the answer");
}

TEST_F(Limits, Body) {
    script_server server(
        {{expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]"), hold()}});
    options.timeouts.body = must_expire;
    expect_timeout(
        server.url(), [](client& e) { return list_all(e); }, "reading the answer");
}

/// A byte now and then, for much longer than a limit that must expire.
support::script drip(const std::string& begin) {
    support::script all = {expect_head(), send(begin)};
    for (int i = 0; i < 400; ++i) {
        all.push_back(support::pause(must_expire / 10));
        all.push_back(send("x"));
    }
    return all;
}

TEST_F(Limits, AHeadThatComesByteByByte) {
    script_server server({drip("HTTP/1.1 200 OK\r\nX: ")});
    options.timeouts.head = must_expire;
    expect_timeout(
        server.url(), [](client& e) { return list_all(e); }, "waiting for the answer");
}

TEST_F(Limits, ABodyThatComesByteByByte) {
    script_server server({drip("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")});
    options.timeouts.body = must_expire;
    expect_timeout(
        server.url(), [](client& e) { return list_all(e); }, "reading the answer");
}

TEST_F(Limits, InterimAnswersWithoutEnd) {
    const tcp_server server([](int fd) {
        std::string flood;
        for (int i = 0; i < 400; ++i)
            flood += "HTTP/1.1 100 Continue\r\n\r\n";
        while (write_all(fd, flood))
            continue;
    });
    options.timeouts.head = must_expire;
    expect_timeout(
        "tcp://" + server.address(), [](client& e) { return list_all(e); },
        "waiting for the answer");
}

TEST_F(Limits, SilenceInAStream) {
    script_server server(
        {{expect_head(), send(chunked_head + chunk("{\"Type\":\"x\"}\n")), hold()}});
    options.timeouts.stream = must_expire;
    expect_timeout(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            auto events = co_await engine.system().events();
            const auto first = co_await events.next();
            EXPECT_EQ(first->type, "x");
            co_await events.next();
        },
        "reading the stream");
}

TEST_F(Limits, AStreamWithoutALimitOfItsOwnStillHasADeadline) {
    script_server server({{expect_head(), send(chunked_head), hold()}});
    expect_timeout(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            auto events = co_await engine.system().events();
            co_await events.next(deadline::after(must_expire));
        },
        "reading the stream");
}

// A download and a refusal have an end: what is silent there is broken, whatever streams may do.
TEST_F(Limits, SilenceInADownload) {
    script_server server(
        {{expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), hold()}});
    options.timeouts.body = must_expire;
    expect_timeout(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            auto tar = co_await engine.images().save(std::vector<std::string>(1, "app:1"));
            for (;;)
                co_await tar.next();
        },
        "reading the stream");
}

TEST_F(Limits, SilenceInTheRefusalOfAStream) {
    script_server server(
        {{expect_head(), send("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n"), hold()}});
    options.timeouts.body = must_expire;
    expect_timeout(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            auto events = co_await engine.system().events();
        },
        "reading the stream");
}

TEST_F(Limits, TheDeadlineIsAboveAllOfThem) {
    script_server head({{expect_head(), hold()}});
    script_server body(
        {{expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), hold()}});
    const auto call = [](client& e) { return list_all(e, deadline::after(must_expire)); };
    expect_timeout(head.url(), call, "waiting for the answer");
    expect_timeout(body.url(), call, "reading the answer");
}

TEST_F(Limits, ADeadlineThatHasPassedSendsNothing) {
    script_server server({answering(plain("[]"))});
    expect_timeout(
        server.url(),
        [](client& e) { return list_all(e, deadline::after(-std::chrono::seconds(1))); }, "");
    EXPECT_EQ(server.connections(), 0u);
}

// A server that drips one byte at a time keeps the limit on silence quiet; the deadline is for
// that.
TEST_F(Limits, ADripIsEndedByTheDeadline) {
    support::script drip{expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")};
    for (int i = 0; i < 100; ++i) {
        drip.push_back(send("x"));
        drip.push_back(support::pause(std::chrono::milliseconds(10)));
    }
    script_server server({drip});
    options.timeouts.body = std::chrono::milliseconds(500);
    expect_timeout(
        server.url(), [](client& e) { return list_all(e, deadline::after(must_expire)); },
        "reading the answer");
}

TEST_F(Limits, OfAStopGrowsByTheTimeToStop) {
    script_server server({{expect_head(), support::pause(std::chrono::milliseconds(200)),
                           send("HTTP/1.1 204 No Content\r\n\r\n"), hold()}});
    options.timeouts.head = must_expire;
    with_client(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            stop_options stop;
            stop.seconds = 10;
            EXPECT_TRUE(co_await engine.containers().stop("x", stop));
        },
        options);
}

TEST_F(Limits, AfterATimeoutTheConnectionIsNotUsedAgain) {
    script_server server({{expect_head(), hold()}, answering(plain("[]"))});
    with_client(server.url(), [](client& engine) -> net::awaitable<void> {
        bool late = false;
        try {
            co_await list_all(engine, deadline::after(must_expire));
        } catch (const error& e) {
            late = e.kind() == error_kind::timeout;
        }
        EXPECT_TRUE(late);
        co_await list_all(engine);
    });
    EXPECT_EQ(server.connections(), 2u);
}

TEST_F(Limits, AHeadOverItsSizeIsRefused) {
    script_server server(
        {{expect_head(), send("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"),
          hold()}});
    const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
}

TEST_F(Limits, AnAnswerOverItsSizeIsRefused) {
    support::script flood{expect_head(),
                          send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")};
    const std::string mebibyte(1024 * 1024, 'x');
    for (int i = 0; i < 70; ++i)
        flood.push_back(send(mebibyte));
    script_server server({flood});
    const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->text, "the answer is larger than 64 MiB (GET /v1.41/containers/json: 200)");
}

TEST_F(Limits, ALineOverItsSizeIsRefused) {
    support::script flood{expect_head(), send(chunked_head)};
    const auto piece = chunk(std::string(1024 * 1024, 'x'));
    for (int i = 0; i < 6; ++i)
        flood.push_back(send(piece));
    script_server server({flood});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        auto events = co_await engine.system().events();
        co_await events.next();
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->text, "a line over 4 MiB (GET /v1.41/events)");
}

}  // namespace
}  // namespace engine_api
