// One URL asked once: what goes over the wire, what comes of it, and that it ends in time.
#include "cancelled.hpp"
#include "probe_support.hpp"
#include "slow_lookup.hpp"
#include "tcp_server.hpp"

#include <string>
#include <thread>
#include <utility>

namespace engine_api {
namespace {

const std::string end_of_head = "\r\n\r\n";

/// A server that plays `answer` to each request and remembers the last one.
class web_server {
  public:
    explicit web_server(std::string answer, const std::string& host = "127.0.0.1")
        : answer_(std::move(answer)), tcp_([this](int fd) { serve(fd); }, host) {}
    [[nodiscard]] std::string url(const std::string& path = "/") const {
        return "http://" + tcp_.address() + path;
    }
    [[nodiscard]] std::string address() const { return tcp_.address(); }
    [[nodiscard]] unsigned short port() const { return tcp_.port(); }
    /// After the server has stopped.
    [[nodiscard]] std::string request() {
        tcp_.stop();
        return request_;
    }

  private:
    void serve(int fd) {
        request_ = read_until(fd, end_of_head);
        write_all(fd, answer_);
    }

    std::string answer_;
    std::string request_;
    tcp_server tcp_;
};

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Color: blue\r\n\r\nhello";

/// A server that says nothing more after `begin`.
void fall_silent(int fd, const std::string& begin = "") {
    read_until(fd, end_of_head);
    write_all(fd, begin);
    wait_for_end(fd);
}

TEST(Probe, AsksOnceAndGivesTheAnswer) {
    web_server server(hello);
    const auto answer = answer_of(probed(server.url("/health?deep=1")));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.value("x-color"), "blue");
    EXPECT_EQ(answer.body, "hello");
    EXPECT_FALSE(answer.body_cut);
    const auto address = server.address();
    EXPECT_EQ(server.request(), "GET /health?deep=1 HTTP/1.1\r\nHost: " + address +
                                    "\r\nUser-Agent: engine-api\r\nConnection: close\r\n\r\n");
}

TEST(Probe, CanAskAnAddressOnBehalfOfAName) {
    web_server server(hello);
    probe_options options;
    options.connect_host = "127.0.0.1";
    options.connect_port = server.port();
    options.user_agent = "smoke";
    options.headers.add("X-Probe", "1");
    EXPECT_EQ(answer_of(probed("http://shop.example/", options)).status, 200);
    EXPECT_EQ(server.request(),
              "GET / HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: smoke\r\nX-Probe: 1\r\n"
              "Connection: close\r\n\r\n");
}

TEST(Probe, TheHostHeaderCanBeSaid) {
    web_server server(hello);
    probe_options options;
    options.host = "shop.example";
    EXPECT_EQ(answer_of(probed(server.url(), options)).status, 200);
    EXPECT_NE(server.request().find("\r\nHost: shop.example\r\n"), std::string::npos);
}

TEST(Probe, ReachesAnIpv6Address) {
    web_server server(hello, "::1");
    EXPECT_EQ(answer_of(probed(server.url())).status, 200);
    EXPECT_NE(server.request().find("\r\nHost: [::1]:"), std::string::npos);
}

TEST(Probe, ReachesANameTheSystemKnows) {
    const web_server server(hello);
    const auto target = parse_http_target("http://localhost:" + std::to_string(server.port()));
    const auto result = run_coro(
        [&] { return probe_http(target, probe_options(), deadline::after(never_expires)); });
    EXPECT_EQ(answer_of(result).status, 200);
}

TEST(Probe, ARedirectIsAnAnswer) {
    const web_server server(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    const auto answer = answer_of(probed(server.url()));
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(answer.headers.value("Location"), "http://127.0.0.1:1/");
}

TEST(Probe, TheBodyEndsAsTheAnswerSays) {
    for (const std::string& answer :
         {std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n"
                      "0\r\n\r\n"),
          std::string("HTTP/1.1 200 OK\r\n\r\nabc"), std::string("HTTP/1.0 200 OK\r\n\r\nabc"),
          std::string("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc")}) {
        const web_server server(answer);
        EXPECT_EQ(answer_of(probed(server.url())).body, "abc") << answer;
    }
}

TEST(Probe, ALongBodyIsCutAndTheCutIsTold) {
    const std::string body(200'000, 'x');
    const web_server server(plain(body));
    probe_options options;
    options.body_limit = 100'000;
    const auto cut = answer_of(probed(server.url(), options));
    EXPECT_EQ(cut.status, 200);
    EXPECT_EQ(cut.body.size(), 100'000u);
    EXPECT_TRUE(cut.body_cut);
    options.body_limit = body.size();
    const auto whole = answer_of(probed(server.url(), options));
    EXPECT_EQ(whole.body.size(), body.size());
    EXPECT_FALSE(whole.body_cut);
}

TEST(Probe, ABodyWithoutAnEndIsCutToo) {
    const tcp_server server([](int fd) {
        write_all(fd, "HTTP/1.1 200 OK\r\n\r\n");
        while (write_all(fd, std::string(10'000, 'x')))
            continue;
    });
    EXPECT_TRUE(answer_of(probed("http://" + server.address())).body_cut);
}

TEST(Probe, AnAnswerThatIsNotWholeIsNone) {
    for (const char* begin : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"}) {
        const web_server server(begin);
        EXPECT_EQ(sentence_of(probed(server.url()), probe_problem::closed),
                  server.address() + " closed the connection before its answer was whole");
    }
}

TEST(Probe, WhatIsNotHttpIsRecognised) {
    for (const char* greeting :
         {"SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01\x00\x02\x02\x46", "{}\n"}) {
        const web_server server(greeting);
        const auto text = sentence_of(probed(server.url()), probe_problem::bad_answer);
        EXPECT_TRUE(text.starts_with(server.address() + ": not a valid HTTP response")) << text;
    }
}

TEST(Probe, AHeadWithoutMeasureIsRefused) {
    const web_server server("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + end_of_head);
    EXPECT_EQ(sentence_of(probed(server.url()), probe_problem::bad_answer),
              server.address() + ": the response head is larger than 64 KiB");
}

TEST(Probe, NobodyAtThePort) {
    const auto address = "127.0.0.1:" + std::to_string(closed_port());
    EXPECT_EQ(sentence_of(probed("http://" + address), probe_problem::refused),
              "cannot connect to " + address + ": Connection refused");
}

TEST(Probe, ANameThatNobodyKnows) {
    const auto text =
        sentence_of(probed("http://nowhere.example/", {}, never_expires, unknown_name),
                    probe_problem::name_not_found);
    EXPECT_TRUE(text.starts_with("the host 'nowhere.example' is not found: ")) << text;
}

TEST(Probe, AHeaderThatWouldBreakOutOfItsLineIsRefused) {
    probe_options options;
    options.headers.add("X", "a\r\nInjected: b");
    const auto failed = failure_of([&] { probed("http://127.0.0.1:1/", options); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::bad_request);
}

class ProbeLimit : public testing::Test {
  protected:
    static std::string late(const std::string& url, const http::lookup& by = http::system_lookup) {
        const auto begin = clock_type::now();
        const auto result = probed(url, {}, must_expire, by);
        EXPECT_LT(clock_type::now() - begin, promptly);
        return sentence_of(result, probe_problem::timeout);
    }
};

TEST_F(ProbeLimit, CoversLookingTheNameUp) {
    slow_lookup slow;
    EXPECT_EQ(late("http://name.example/", slow.function()),
              "no connection to name.example:80 in time");
}

TEST_F(ProbeLimit, CoversTheWaitForTheAnswer) {
    const tcp_server server([](int fd) { fall_silent(fd); });
    EXPECT_EQ(late("http://" + server.address()), server.address() + " did not answer in time");
}

TEST_F(ProbeLimit, CoversTheHandshake) {
    const tcp_server server(wait_for_end);
    EXPECT_EQ(late("https://" + server.address()),
              "no connection to " + server.address() + " in time");
}

TEST_F(ProbeLimit, CoversTheBody) {
    const tcp_server server(
        [](int fd) { fall_silent(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"); });
    EXPECT_EQ(late("http://" + server.address()),
              server.address() + " did not finish its answer in time");
}

TEST_F(ProbeLimit, IsNotMovedByAByteNowAndThen) {
    const tcp_server server([](int fd) {
        write_all(fd, "HTTP/1.1 200 OK\r\nX: ");
        while (write_all(fd, "x"))
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    });
    EXPECT_EQ(late("http://" + server.address()), server.address() + " did not answer in time");
}

TEST_F(ProbeLimit, IsNotMovedByABodyThatComesByteByByte) {
    const tcp_server server([](int fd) {
        write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (write_all(fd, "x"))
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    });
    EXPECT_EQ(late("http://" + server.address()),
              server.address() + " did not finish its answer in time");
}

TEST_F(ProbeLimit, IsNotMovedByAFloodThatIsNoAnswer) {
    const tcp_server server([](int fd) {
        std::string flood;
        for (int i = 0; i < 400; ++i)
            flood += "HTTP/1.1 102 Processing\r\n\r\n";
        while (write_all(fd, flood))
            continue;
    });
    EXPECT_EQ(late("http://" + server.address()), server.address() + " did not answer in time");
}

TEST(ProbeCancel, IsNoTimeoutWhereverItComes) {
    slow_lookup slow;
    const tcp_server silent([](int fd) { fall_silent(fd); });
    const tcp_server half(
        [](int fd) { fall_silent(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"); });
    for (const auto& [url, by] :
         {std::pair<std::string, http::lookup>("http://name/", slow.function()),
          {"http://" + silent.address(), http::system_lookup},
          {"https://" + silent.address(), http::system_lookup},
          {"http://" + half.address(), http::system_lookup}}) {
        expect_cancelled(cancelled([&](net::any_io_executor) -> net::awaitable<void> {
            co_await http::probe(parse_http_target(url), probe_options(),
                                 deadline::after(never_expires), by);
        }));
    }
}

}  // namespace
}  // namespace engine_api
