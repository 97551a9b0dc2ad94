#include <support/byte_pipe.hpp>
#include <support/engine/connection.hpp>
#include <support/engine/text.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cerrno>
#include <regex>
#include <sys/socket.h>

namespace support::engine {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using parser_type = http::request_parser<http::string_body>;

void fill(request& into, const parser_type::value_type& message) {
    into.method = std::string(message.method_string());
    into.target = std::string(message.target());
    into.path = into.target.substr(0, into.target.find('?'));
    static const std::regex versioned("/v([0-9]+\\.[0-9]+)(/.*)");
    std::smatch parts;
    if (std::regex_match(into.path, parts, versioned)) {
        into.version = parts[1];
        into.path = std::string(parts[2]);
    }
    into.path = text::percent_decode(into.path, false);
    for (auto& [key, value] : text::parse_query(into.target))
        into.query[key] = std::move(value);
    for (const auto& field : message) {
        into.headers.emplace_back(field.name_string(), field.value());
    }
    into.body = message.body();
}

}  // namespace

connection::connection(socket_type socket, std::size_t number)
    : socket_(std::move(socket)), number_(number), wake_up_(socket_.get_executor()) {}

void connection::take_owed_byte() {
    if (!owes_byte_) return;
    char byte = 0;
    owes_byte_ = ::recv(socket_.native_handle(), &byte, 1, MSG_DONTWAIT) != 1;
}

// The wait may end for a byte that has been taken meanwhile (the owed one), so it is no more than a
// hint.
net::awaitable<std::ptrdiff_t> connection::peek(net::mutable_buffer into) {
    for (;;) {
        co_await socket_.async_wait(socket_type::wait_read, net::use_awaitable);
        const auto got =
            ::recv(socket_.native_handle(), into.data(), into.size(), MSG_PEEK | MSG_DONTWAIT);
        if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) co_return got;
    }
}

net::awaitable<bool> connection::read_more() {
    take_owed_byte();
    const auto space = input_.prepare(64 * 1024);
    const auto peeked = co_await peek(space);
    if (peeked <= 0) co_return false;
    const auto size = static_cast<std::size_t>(peeked);
    if (size > 1) ::recv(socket_.native_handle(), space.data(), size - 1, MSG_DONTWAIT);
    owes_byte_ = true;
    input_.commit(size);
    co_return true;
}

net::awaitable<bool> connection::read_request(request& into, bool& keep_alive) {
    parser_type parser;
    parser.header_limit(1024 * 1024);
    parser.body_limit(boost::none);
    parser.eager(true);
    bool told_to_continue = false;
    while (!parser.is_done()) {
        beast::error_code error = http::error::need_more;
        if (input_.size() > 0) input_.consume(parser.put(input_.data(), error));
        if (error && error != http::error::need_more) co_return false;
        if (parser.is_done()) break;
        if (parser.is_header_done() && !told_to_continue &&
            parser.get()[http::field::expect] == "100-continue") {
            told_to_continue = true;
            co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        if (error && !co_await read_more()) co_return false;
    }
    fill(into, parser.get());
    into.connection = number_;
    keep_alive = parser.get().keep_alive();
    co_return true;
}

net::awaitable<void> connection::write(std::string_view bytes) {
    co_await net::async_write(socket_, net::buffer(bytes.data(), bytes.size()), net::use_awaitable);
}

net::awaitable<void> connection::wait(std::chrono::milliseconds pause) {
    net::steady_timer timer(socket_.get_executor(), pause);
    co_await timer.async_wait(net::use_awaitable);
}

net::awaitable<void> connection::wait_for_end() {
    // g++ 12.2 miscompiles a co_await inside a condition when the coroutine has no local variable.
    bool more = true;
    while (more) {
        input_.clear();
        more = co_await read_more();
    }
}

net::awaitable<bool> connection::wait_for(byte_pipe& pipe) {
    while (pipe.empty() && !pipe.closed() && !client_left_) {
        wake_up_.expires_at(net::steady_timer::time_point::max());
        pipe.on_change([this] { wake_up_.cancel(); });
        co_await wake_up_.async_wait(net::as_tuple(net::use_awaitable));
        pipe.on_change(nullptr);
    }
    co_return !pipe.empty() && !client_left_;
}

net::awaitable<void> connection::pump_into(byte_pipe& pipe) {
    bool more = true;
    while (more) {
        const auto bytes = input_.data();
        pipe.push(std::string(static_cast<const char*>(bytes.data()), bytes.size()));
        input_.clear();
        more = co_await read_more();
    }
    pipe.close();
}

net::awaitable<void> connection::watch_for_end() {
    take_owed_byte();
    char byte = 0;
    const auto got = co_await peek(net::buffer(&byte, 1));
    if (got > 0) co_return;
    client_left_ = true;
    wake_up_.cancel();
}

void connection::close() {
    beast::error_code ignored;
    socket_.shutdown(socket_type::shutdown_send, ignored);
    std::array<char, 4096> rest{};
    while (::recv(socket_.native_handle(), rest.data(), rest.size(), MSG_DONTWAIT) > 0)
        continue;
    socket_.close(ignored);
}

void connection::reset() {
    beast::error_code ignored;
    socket_.set_option(net::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

}  // namespace support::engine
