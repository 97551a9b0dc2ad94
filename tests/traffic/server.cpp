#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include <traffic/server.hpp>

namespace traffic::test {

namespace net = boost::asio;
namespace http = boost::beast::http;
using net::ip::tcp;

namespace {

constexpr std::string_view ok_text =
    "HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\n{\"replica\":\"blue\",\"version\":\"v1\"}";
constexpr std::string_view overlong_text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}}";
constexpr std::string_view last_text =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
constexpr std::string_view error_text =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops";

std::string_view text_of(reply what) {
    switch (what) {
        case reply::ok:
        case reply::ok_then_end: return ok_text;
        case reply::ok_last: return last_text;
        case reply::overlong: return overlong_text;
        case reply::error_500: return error_text;
        case reply::half: return ok_text.substr(0, ok_text.size() - 10);
        case reply::none:
        case reply::silence: return {};
    }
    return {};
}

// What is written next goes out with the connection's end, in one packet: a client that has read
// the answer has got the end, too.
void hold_back(tcp::socket& socket) {
    const int on = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_CORK, &on, sizeof(on));
}

bool goes_on(reply what) {
    return what == reply::ok || what == reply::overlong || what == reply::error_500 ||
           what == reply::silence;
}

}  // namespace

class server::impl {
  public:
    explicit impl(std::function<reply(int)> behave) : behave_(std::move(behave)) {
        net::co_spawn(context_, accept_all(), net::detached);
        thread_ = std::thread([this] { context_.run(); });
    }

    ~impl() {
        context_.stop();
        thread_.join();
    }

    unsigned short port() const { return port_; }

    std::atomic<int> connections_{0};
    std::atomic<int> gets_{0};
    std::atomic<int> posts_{0};
    std::atomic<std::size_t> body_bytes_{0};

  private:
    net::awaitable<void> accept_all() {
        for (;;) {
            auto socket = co_await acceptor_.async_accept(net::use_awaitable);
            ++connections_;
            net::co_spawn(context_, serve(std::move(socket)), net::detached);
        }
    }

    net::awaitable<void> serve(tcp::socket socket) {
        boost::beast::flat_buffer buffer;
        boost::system::error_code failure;
        for (;;) {
            http::request<http::string_body> request;
            co_await http::async_read(socket, buffer, request,
                                      net::redirect_error(net::use_awaitable, failure));
            if (failure) co_return;
            note(request);
            const reply what = behave_(number_++);
            const auto text = net::buffer(text_of(what));
            if (what == reply::ok_then_end) hold_back(socket);
            co_await net::async_write(socket, text,
                                      net::redirect_error(net::use_awaitable, failure));
            if (failure || !goes_on(what)) co_return;
        }
    }

    void note(const http::request<http::string_body>& request) {
        if (request.method() == http::verb::post) {
            ++posts_;
            body_bytes_ += request.body().size();
        } else {
            ++gets_;
        }
    }

    std::function<reply(int)> behave_;
    int number_ = 0;
    net::io_context context_{1};
    tcp::acceptor acceptor_{context_, tcp::endpoint(net::ip::address_v4::loopback(), 0)};
    const unsigned short port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

server::server(std::function<reply(int)> behave)
    : impl_(std::make_unique<impl>(std::move(behave))) {}

server::~server() = default;

std::string server::url() const {
    return "http://127.0.0.1:" + std::to_string(impl_->port()) + "/";
}

int server::connections() const {
    return impl_->connections_;
}

int server::gets() const {
    return impl_->gets_;
}

int server::posts() const {
    return impl_->posts_;
}

std::size_t server::body_bytes() const {
    return impl_->body_bytes_;
}

unsigned short closed_port() {
    net::io_context context;
    const tcp::acceptor acceptor(context, tcp::endpoint(net::ip::address_v4::loopback(), 0));
    return acceptor.local_endpoint().port();
}

}  // namespace traffic::test
