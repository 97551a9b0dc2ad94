#include <support/engine/connection.hpp>
#include <support/engine/http_server.hpp>
#include <support/engine/reply_writer.hpp>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace support::engine {

namespace net = boost::asio;

namespace {
using stream_protocol = net::generic::stream_protocol;
}

class http_server::impl : public std::enable_shared_from_this<http_server::impl> {
  public:
    impl(net::io_context& context, std::string path, answer_function answer)
        : acceptor_(context), path_(std::move(path)), answer_(std::move(answer)) {}

    void listen() {
        if (path_.empty()) {
            open_at({net::ip::address_v4::loopback(), 0});
        } else {
            open_at(net::local::stream_protocol::endpoint(path_));
        }
        net::co_spawn(acceptor_.get_executor(), accept_all(shared_from_this()), net::detached);
    }

    void go_down() {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        const auto all = std::exchange(connections_, {});
        for (const auto& [number, one] : all)
            one->close();
        std::error_code not_there;
        if (!path_.empty()) std::filesystem::remove(path_, not_there);
    }

    void close_connection(std::size_t number) {
        if (const auto found = connections_.find(number); found != connections_.end()) {
            found->second->close();
        }
    }

    unsigned short port() const { return port_; }
    std::size_t accepted() const { return accepted_; }
    std::size_t open() const { return connections_.size(); }

  private:
    void open_at(const net::ip::tcp::endpoint& where) {
        net::ip::tcp::acceptor bound(acceptor_.get_executor(), where);
        port_ = bound.local_endpoint().port();
        acceptor_.assign(stream_protocol(where.protocol()), bound.release());
    }

    void open_at(const net::local::stream_protocol::endpoint& where) {
        acceptor_.open(stream_protocol(where.protocol()));
        acceptor_.bind(stream_protocol::endpoint(where));
        acceptor_.listen();
    }

    static net::awaitable<void> accept_all(std::shared_ptr<impl> self) {
        while (self->acceptor_.is_open()) {
            auto socket = co_await self->acceptor_.async_accept(net::use_awaitable);
            auto opened = std::make_shared<connection>(std::move(socket), ++self->accepted_);
            self->connections_[opened->number()] = opened;
            net::co_spawn(self->acceptor_.get_executor(), serve(self, opened), net::detached);
        }
    }

    static net::awaitable<void> serve(std::shared_ptr<impl> self,
                                      std::shared_ptr<connection> client) {
        try {
            bool more = true;
            while (more)
                more = co_await serve_one(*self, client);
        } catch (const boost::system::system_error&) {
            // The client is gone, or go_down closed the socket; either way there is nobody to tell.
        }
        client->close();
        self->connections_.erase(client->number());
    }

    static net::awaitable<bool> serve_one(impl& self, std::shared_ptr<connection> client) {
        request asked;
        bool keep_alive = true;
        if (!co_await client->read_request(asked, keep_alive)) co_return false;
        exchange what = self.answer_(asked);
        co_return co_await write_exchange(client, asked, std::move(what), keep_alive);
    }

    net::basic_socket_acceptor<stream_protocol> acceptor_;
    std::string path_;
    answer_function answer_;
    unsigned short port_ = 0;
    std::size_t accepted_ = 0;
    std::map<std::size_t, std::shared_ptr<connection>> connections_;
};

http_server::http_server(loop& where, std::string path, answer_function answer)
    : impl_(std::make_shared<impl>(where.context(), std::move(path), std::move(answer))) {
    impl_->listen();
}

http_server::~http_server() = default;

unsigned short http_server::port() const {
    return impl_->port();
}

void http_server::go_down() {
    impl_->go_down();
}

void http_server::come_back() {
    impl_->listen();
}

void http_server::close_connection(std::size_t number) {
    impl_->close_connection(number);
}

std::size_t http_server::accepted() const {
    return impl_->accepted();
}

std::size_t http_server::open() const {
    return impl_->open();
}

}  // namespace support::engine
