// One exchange of each kind, with the connection cut behind every single byte of it: each ends in
// the right error within its deadline; none hangs, none reports success.
#include "support.hpp"

namespace engine_api {
namespace {

using support::cut_after;

using engine_call = std::function<net::awaitable<void>(client&)>;

struct exchange {
    const char* name;
    std::string reply;  // as an engine sends it
    engine_call what;
    bool asks_again = false;  // the engine is asked about what was cut, and is gone by then
};

net::awaitable<void> read_events(client& engine) {
    auto events = co_await engine.system().events();
    for (;;) {
        const auto next = co_await events.next();
        if (!next) co_return;
    }
}

net::awaitable<void> read_logs(client& engine) {
    auto logs = co_await engine.containers().logs("x", false);
    for (;;) {
        const auto next = co_await logs.next();
        if (!next) co_return;
    }
}

net::awaitable<void> read_exec(client& engine, bool tty) {
    auto output = co_await engine.exec().start("e", tty);
    for (;;) {
        const auto next = co_await output.next();
        if (!next) co_return;
    }
}

net::awaitable<void> read_archive(client& engine) {
    auto tar = co_await engine.containers().get_archive("x", "/");
    for (;;) {
        const auto next = co_await tar.next();
        if (!next) co_return;
    }
}

// The heads are those of engine 20.10.24.
const std::string head_lines =
    "Api-Version: 1.41\r\nContent-Type: application/json\r\nDocker-Experimental: false\r\n"
    "Ostype: linux\r\nServer: Docker/20.10.24+dfsg1 (linux)\r\n"
    "Date: Tue, 24 Nov 2026 22:00:00 GMT\r\n";

std::string with_length(const std::string& body) {
    return "HTTP/1.1 200 OK\r\n" + head_lines + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string in_chunks(const std::vector<std::string>& pieces) {
    std::string reply = "HTTP/1.1 200 OK\r\n" + head_lines + "Transfer-Encoding: chunked\r\n\r\n";
    for (const auto& piece : pieces)
        reply += chunk(piece);
    return reply + last_chunk;
}

std::vector<exchange> exchanges() {
    return {
        {"plain", with_length("[]\n"), [](client& e) { return list_all(e); }},
        {"error",
         "HTTP/1.1 404 Not Found\r\n" + head_lines +
             "Content-Length: 34\r\n\r\n{\"message\":\"No such container: x\"}",
         [](client& e) -> net::awaitable<void> { co_await e.containers().inspect("x"); }},
        {"empty", "HTTP/1.1 204 No Content\r\n" + head_lines + "\r\n",
         [](client& e) -> net::awaitable<void> { co_await e.containers().start("x"); }},
        {"chunked", in_chunks({"[{\"Id\":", "\"1\"}]\n"}), [](client& e) { return list_all(e); }},
        {"wait", in_chunks({"{\"StatusCode\":0}\n"}),
         [](client& e) -> net::awaitable<void> { co_await e.containers().wait("x"); }},
        {"events", in_chunks({"{\"Type\":\"a\"}\n", "{\"Type\":\"b\"}\n"}), read_events},
        {"framed logs", in_chunks({frame(1, "one\n"), frame(2, "two\n")}), read_logs},
        {"archive", in_chunks({"tar", "bytes"}), read_archive},
        {"hijacked, framed", upgrade_head + frame(1, "one\n") + frame(2, "two\n"),
         [](client& e) { return read_exec(e, false); }, true},
        {"hijacked, tty", upgrade_head + "one\r\ntwo\r\n",
         [](client& e) { return read_exec(e, true); }, true},
    };
}

constexpr std::chrono::seconds deadline_of_one{20};

/// Cut behind `n` bytes; the engine answers nothing afterwards.
std::optional<failure> cut(const exchange& x, std::size_t n) {
    script_server server({cut_after(x.reply, n), {support::expect_head(), support::close()}});
    const auto begin = clock_type::now();
    auto options = patient();
    options.timeouts.head = options.timeouts.body = deadline_of_one;
    options.timeouts.stream = deadline_of_one;
    auto failed = failure_with(server.url(), x.what, options);
    EXPECT_LT(clock_type::now() - begin, deadline_of_one) << x.name << ", " << n << " bytes";
    return failed;
}

class Cut : public testing::TestWithParam<std::size_t> {
  protected:
    exchange x = exchanges()[GetParam()];
};

TEST_P(Cut, BehindEveryByteIsAnErrorInTime) {
    for (std::size_t n = 0; n < x.reply.size(); ++n) {
        const auto failed = cut(x, n);
        ASSERT_TRUE(failed) << x.name << ": success behind " << n << " of " << x.reply.size();
        EXPECT_EQ(failed->kind, error_kind::protocol) << n << ": " << failed->text;
        EXPECT_NE(failed->path, "") << failed->text;
    }
}

TEST_P(Cut, TheWholeAnswerIsWhatItSays) {
    const auto failed = cut(x, x.reply.size());
    if (x.reply.find(" 404 ") != std::string::npos) {
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->kind, error_kind::not_found);
    } else if (x.asks_again) {
        ASSERT_TRUE(failed) << "the engine was gone when it was asked about the end";
    } else {
        EXPECT_FALSE(failed) << failed->text;
    }
}

INSTANTIATE_TEST_SUITE_P(Exchanges, Cut, testing::Range(std::size_t{0}, exchanges().size()),
                         [](const auto& of) {
                             std::string name = exchanges()[of.param].name;
                             for (char& c : name)
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             return name;
                         });

}  // namespace
}  // namespace engine_api
