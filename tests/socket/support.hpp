// What the tests over a socket share: a client of a server that plays bytes, and errors as values.
#pragma once

#include <engine_api/client.hpp>
#include <support/run_coro.hpp>
#include <support/script_server.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using support::must_expire;
using support::never_expires;
using support::run_coro;
using support::script_server;

using clock_type = std::chrono::steady_clock;
using step = support::step;

/// Long enough for a busy machine, short beside what a limit that fails would take.
inline constexpr std::chrono::milliseconds promptly{15'000};

/// What went wrong; absent when nothing did.
struct failure {
    error_kind kind = error_kind::protocol;
    int status = 0;
    std::string text;
    std::string path;
    std::string remedy;
};

template <typename Work>
std::optional<failure> failure_of(Work work) {
    try {
        work();
    } catch (const error& e) {
        return failure{e.kind(), e.status(), e.what(), e.path(), e.remedy()};
    }
    return std::nullopt;
}

/// Limits that no test reaches unless it sets them.
inline client_options patient() {
    client_options o;
    o.timeouts.connect = o.timeouts.send = o.timeouts.head = o.timeouts.body = never_expires;
    o.user_agent = "test";
    return o;
}

/// Runs `use(client)` as a coroutine against the server at `url`.
template <typename Use>
auto with_client(const std::string& url, Use use, client_options options = patient()) {
    return run_coro([&](net::any_io_executor executor) -> decltype(use(std::declval<client&>())) {
        client engine(executor, parse_endpoint(url), options);
        co_return co_await use(engine);
    });
}

template <typename Use>
std::optional<failure> failure_with(const std::string& url, Use use,
                                    client_options options = patient()) {
    return failure_of([&] { with_client(url, use, options); });
}

inline std::string plain(const std::string& body, const std::string& status = "200 OK") {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

inline std::string chunk(const std::string& bytes) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

inline const std::string chunked_head =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
inline const std::string last_chunk = "0\r\n\r\n";

inline const std::string upgrade_head =
    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
    "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

inline std::string frame(char stream, const std::string& text) {
    return std::string{stream, 0, 0, 0, 0, 0, 0, static_cast<char>(text.size())} + text;
}

inline support::script answering(const std::string& reply) {
    return {support::expect_head(), support::send(reply), support::hold()};
}

/// One short call whose answer says nothing.
inline net::awaitable<void> list_all(client& engine, deadline until = {}) {
    co_await engine.containers().list({}, until);
}

}  // namespace engine_api
