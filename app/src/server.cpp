#include "server.hpp"

#include "echo.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace app {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

struct server::session {
    explicit session(tcp::socket socket)
        : stream(std::move(socket)), pause(stream.get_executor()) {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer;                                      ///< received, not yet parsed
    std::optional<http::request_parser<http::string_body>> parser;  ///< of the current request
    net::steady_timer pause;                                        ///< holds back a delayed answer
    bool idle = false;      ///< waits for the first byte of a request
    bool answered = false;  ///< has had an answer
};

namespace {

auto into(error_code& failure) {
    return net::redirect_error(net::use_awaitable, failure);
}

/// The status that tells the peer why its request was not understood; 0 when nobody is left to
/// hear it.
unsigned status_of(const error_code& failure) {
    if (failure == http::error::header_limit) return 431;
    if (failure == http::error::body_limit) return 413;
    if (failure == http::error::end_of_stream || failure == http::error::partial_message) return 0;
    return failure.category() == http::make_error_code(http::error::bad_method).category() ? 400
                                                                                           : 0;
}

http::response<http::string_body> make_response(const answer& content, unsigned version,
                                                bool keep_alive) {
    http::response<http::string_body> response;
    response.version(version);
    response.result(content.status);
    response.set(http::field::content_type, content.content_type);
    response.set(http::field::cache_control, "no-store");
    if (!content.allow.empty()) response.set(http::field::allow, content.allow);
    if (!content.location.empty()) response.set(http::field::location, content.location);
    response.body() = content.body;
    response.keep_alive(keep_alive);
    response.prepare_payload();
    if (content.cut) {
        response.content_length(content.body.size() + 1);
        response.keep_alive(false);
    }
    return response;
}

net::awaitable<bool> send(beast::tcp_stream& stream, http::response<http::string_body> response,
                          bool with_body) {
    error_code failure;
    http::response_serializer<http::string_body> serializer{response};
    if (with_body) {
        co_await http::async_write(stream, serializer, into(failure));
    } else {
        co_await http::async_write_header(stream, serializer, into(failure));
    }
    co_return !failure && response.keep_alive();
}

/// Tells a peer that sent what nobody can answer why, then lets the connection end.
net::awaitable<bool> refuse(beast::tcp_stream& stream, const error_code& failure) {
    answer content;
    content.status = status_of(failure);
    if (content.status == 0) co_return false;
    content.body = std::string{http::obsolete_reason(http::status{content.status})};
    auto response = make_response(content, 11, false);
    co_return co_await send(stream, std::move(response), true);
}

/// A peer that asked "may I send the body?" waits for the answer before it sends one.
net::awaitable<void> invite_body(beast::tcp_stream& stream, const http::fields& head,
                                 error_code& failure) {
    if (!beast::iequals(head[http::field::expect], "100-continue")) co_return;
    constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
    const net::const_buffer bytes = net::buffer(invitation);
    co_await net::async_write(stream, bytes, into(failure));
}

/// Fatal, unexpected message: what such a server makes of a request in plain HTTP.
net::awaitable<void> send_tls_alert(beast::tcp_stream& stream) {
    constexpr std::string_view alert("\x15\x03\x03\x00\x02\x02\x0a", 7);
    error_code failure;
    const net::const_buffer bytes = net::buffer(alert);
    co_await net::async_write(stream, bytes, into(failure));
}

}  // namespace

server::server(net::io_context& context, const settings& config, readiness_state& readiness,
               const server_limits& limits)
    : config_(config),
      limits_(limits),
      readiness_(readiness),
      acceptor_(context),
      drain_limit_(context) {
    const tcp::endpoint everywhere{tcp::v4(), config_.port};
    acceptor_.open(everywhere.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(everywhere);
    acceptor_.listen();
    acceptor_.non_blocking(true);
    port_ = acceptor_.local_endpoint().port();
}

server::~server() = default;

void server::start() {
    accepting_ = true;
    net::co_spawn(acceptor_.get_executor(), accept(), [this](std::exception_ptr) {
        accepting_ = false;
        end_if_drained();
    });
}

void server::drain() {
    if (std::exchange(draining_, true)) return;
    readiness_.mark_not_ready();

    // The kernel has completed these connections: closing the listener now would reset them.
    error_code failure;
    for (;;) {
        tcp::socket socket = acceptor_.accept(failure);
        if (failure) break;
        admit(std::move(socket));
    }
    acceptor_.close(failure);

    for (auto& peer : sessions_) {
        if (peer.idle) peer.stream.cancel();
    }
    drain_limit_.expires_after(limits_.drain);
    drain_limit_.async_wait([this](const error_code& cancelled) {
        if (!cancelled) cut();
    });
    end_if_drained();
}

void server::end_if_drained() {
    if (draining_ && !accepting_ && sessions_.empty()) drain_limit_.cancel();
}

void server::cut() {
    for (auto& peer : sessions_) {
        peer.pause.cancel();
        peer.stream.close();
    }
}

void server::admit(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    const auto peer = sessions_.emplace(sessions_.end(), std::move(socket));
    net::co_spawn(acceptor_.get_executor(), serve(*peer), [this, peer](std::exception_ptr) {
        sessions_.erase(peer);
        end_if_drained();
    });
}

net::awaitable<void> server::accept() {
    net::steady_timer pause{acceptor_.get_executor()};
    for (;;) {
        error_code failure;
        tcp::socket socket = co_await acceptor_.async_accept(into(failure));
        if (!failure) {
            admit(std::move(socket));
        } else if (!acceptor_.is_open()) {
            co_return;
        } else {
            // Out of descriptors, most likely: accepting again at once would only spin.
            pause.expires_after(std::chrono::milliseconds{100});
            co_await pause.async_wait(into(failure));
        }
    }
}

net::awaitable<void> server::serve(session& peer) {
    // A named result: g++ 12.2 miscompiles an awaited condition where nothing has a name.
    bool open = true;
    while (open) {
        open = co_await request_begins(peer);
        if (open) open = co_await exchange(peer);
    }
    co_await hang_up(peer);
}

/// Waits for the first byte of the next request; false when none will come. Waiting apart from
/// reading tells an idle connection from one whose request has begun, and only the idle one may
/// be closed by a drain.
net::awaitable<bool> server::request_begins(session& peer) {
    while (peer.buffer.size() == 0) {
        error_code failure;
        if (draining_ && peer.answered && peer.stream.socket().available(failure) == 0) {
            co_return false;
        }
        peer.stream.expires_after(draining_ ? limits_.first_request : limits_.idle);
        peer.idle = true;
        const net::mutable_buffer space = peer.buffer.prepare(4096);
        const auto received = co_await peer.stream.async_read_some(space, into(failure));
        peer.buffer.commit(received);
        peer.idle = false;
        const bool woken_by_drain = draining_ && failure == net::error::operation_aborted;
        if (failure && !woken_by_drain) co_return false;
    }
    co_return true;
}

net::awaitable<error_code> server::receive(session& peer) {
    auto& parser = peer.parser.emplace();
    parser.header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
    parser.body_limit(limits_.body_bytes);

    error_code failure;
    peer.stream.expires_after(limits_.head);
    co_await http::async_read_header(peer.stream, peer.buffer, parser, into(failure));
    if (failure) co_return failure;

    peer.stream.expires_after(limits_.body);
    co_await invite_body(peer.stream, parser.get(), failure);
    if (failure) co_return failure;
    co_await http::async_read(peer.stream, peer.buffer, parser, into(failure));
    co_return failure;
}

answer server::answer_to(const session& peer) {
    const auto& request = peer.parser->get();
    const std::string_view method = request.method_string();
    const std::string_view target = request.target();
    history before;
    before.root_answers = asks_root(method, target) ? root_answers_++ : root_answers_;
    before.body_bytes = request.body().size();
    before.up = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began_);
    return respond(method, target, config_, readiness_.ready(), before);
}

/// Reads one request and answers it. True when the connection is good for another one.
net::awaitable<bool> server::exchange(session& peer) {
    const error_code unreadable = co_await receive(peer);
    peer.answered = true;
    if (unreadable) {
        peer.stream.expires_after(limits_.write);
        co_return co_await refuse(peer.stream, unreadable);
    }

    if (wants_echo(peer.parser->get())) {
        co_await echo(peer.stream, peer.parser->release());
        co_return false;
    }
    const bool open = co_await reply(peer);
    co_return open;
}

net::awaitable<bool> server::reply(session& peer) {
    const auto& request = peer.parser->get();
    const answer content = answer_to(peer);
    if (content.delay.count() > 0) {
        error_code cut_short;
        peer.pause.expires_after(content.delay);
        co_await peer.pause.async_wait(into(cut_short));
        if (cut_short) co_return false;
    }
    if (content.tls_alert) {
        co_await send_tls_alert(peer.stream);
        co_return false;
    }
    auto response = make_response(content, request.version(), request.keep_alive() && !draining_);
    peer.stream.expires_after(limits_.write);
    co_return co_await send(peer.stream, std::move(response), request.method() != http::verb::head);
}

/// Closes without a reset: bytes of the peer that nobody read would make the kernel throw the last
/// answer away.
net::awaitable<void> server::hang_up(session& peer) {
    if (!peer.stream.socket().is_open()) co_return;
    error_code failure;
    peer.stream.socket().shutdown(tcp::socket::shutdown_send, failure);
    peer.stream.expires_after(limits_.linger);
    std::array<char, 4096> unread;
    const net::mutable_buffer space = net::buffer(unread);
    while (!failure)
        co_await peer.stream.async_read_some(space, into(failure));
}

}  // namespace app
