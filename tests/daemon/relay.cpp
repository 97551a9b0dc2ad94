#include "relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <thread>

namespace daemon_tests {

namespace net = boost::asio;
using net::ip::tcp;

namespace {

struct pair {
    pair(tcp::socket client, const net::any_io_executor& on)
        : user(std::move(client)), served(on) {}
    tcp::socket user;
    tcp::socket served;
};

// Until the end of input, which is passed on; the other direction goes on.
net::awaitable<void> copy(std::shared_ptr<pair> /*kept*/, tcp::socket& from, tcp::socket& to) {
    std::array<char, 16'384> bytes{};
    boost::system::error_code ignored;
    try {
        for (;;) {
            const auto size = co_await from.async_read_some(net::buffer(bytes), net::use_awaitable);
            co_await net::async_write(to, net::buffer(bytes.data(), size), net::use_awaitable);
        }
    } catch (const boost::system::system_error&) {
        to.shutdown(tcp::socket::shutdown_send, ignored);
    }
}

net::awaitable<void> lead_on(std::shared_ptr<pair> both, tcp::endpoint where) {
    try {
        co_await both->served.async_connect(where, net::use_awaitable);
    } catch (const boost::system::system_error&) {
        co_return;
    }
    both->user.set_option(tcp::no_delay(true));
    both->served.set_option(tcp::no_delay(true));
    const auto on = both->user.get_executor();
    net::co_spawn(on, copy(both, both->user, both->served), net::detached);
    net::co_spawn(on, copy(both, both->served, both->user), net::detached);
}

net::awaitable<void> accept(tcp::acceptor& acceptor, tcp::endpoint where) {
    for (;;) {
        auto client = co_await acceptor.async_accept(net::use_awaitable);
        const auto on = acceptor.get_executor();
        auto both = std::make_shared<pair>(std::move(client), on);
        net::co_spawn(on, lead_on(both, where), net::detached);
    }
}

}  // namespace

class relay::impl {
  public:
    explicit impl(const tcp::endpoint& where)
        : acceptor_(context_, tcp::endpoint(net::ip::address_v4::loopback(), 0)) {
        net::co_spawn(context_, accept(acceptor_, where), net::detached);
        thread_ = std::thread([this] { context_.run(); });
    }
    ~impl() {
        context_.stop();
        thread_.join();
    }
    impl(const impl&) = delete;
    impl& operator=(const impl&) = delete;

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

  private:
    net::io_context context_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

relay::relay(const std::string& address, unsigned short port)
    : impl_(std::make_unique<impl>(tcp::endpoint(net::ip::make_address(address), port))) {}

relay::~relay() = default;

std::string relay::url() const {
    return "http://127.0.0.1:" + std::to_string(impl_->port()) + '/';
}

}  // namespace daemon_tests
