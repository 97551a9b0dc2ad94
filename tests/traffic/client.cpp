#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <optional>
#include <utility>

#include <traffic/client.hpp>

namespace traffic {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using net::ip::tcp;

namespace {

constexpr int post_every = 3;
// A server that refuses must not turn the loop into a busy one.
constexpr std::chrono::milliseconds pause_after_failure{10};

class connection {
  public:
    connection(net::any_io_executor executor, const target& where, const options& settings,
               bool keep_alive, ledger& results)
        : executor_(std::move(executor)),
          where_(where),
          settings_(settings),
          keep_alive_(keep_alive),
          results_(results),
          timer_(executor_) {
        prepare(get_, http::verb::get);
        prepare(post_, http::verb::post);
        post_.body() = std::string(settings.body_bytes, 'x');
        post_.prepare_payload();
    }

    net::awaitable<void> run() {
        for (int number = 1; results_.take(); ++number) {
            forget_ended_connection();
            const auto& request = number % post_every == 0 ? post_ : get_;
            const bool answered = co_await exchange(request);
            co_await sleep(answered ? settings_.pause : pause_after_failure);
        }
    }

  private:
    using request_type = http::request<http::string_body>;

    void prepare(request_type& request, http::verb method) {
        request.method(method);
        request.target(where_.path);
        request.set(http::field::host, where_.host);
        request.set(http::field::user_agent, "rollout-traffic");
        request.keep_alive(keep_alive_);
    }

    // A server may end an idle connection. As long as no byte of the next request is sent, that
    // costs nobody an answer.
    void forget_ended_connection() {
        if (!stream_) return;
        char byte = 0;
        auto& socket = stream_->socket();
        boost::system::error_code failure;
        socket.non_blocking(true, failure);
        socket.receive(net::buffer(&byte, 1), tcp::socket::message_peek, failure);
        if (failure == net::error::would_block) return;
        results_.ended_idle();
        stream_.reset();
    }

    // One request from connecting to the last byte of its answer; true when it got a 200.
    net::awaitable<bool> exchange(const request_type& request) {
        boost::system::error_code failure;
        const char* doing = "connect";
        const bool fresh = !stream_;
        if (fresh) stream_.emplace(executor_);
        http::response_parser<http::string_body> parser;
        parser.body_limit(1 << 20);

        // One deadline for all three: set once, it also covers the steps that follow.
        stream_->expires_after(settings_.request_timeout);
        if (fresh) {
            const tcp::endpoint endpoint(net::ip::make_address(where_.address), where_.port);
            co_await stream_->async_connect(endpoint,
                                            net::redirect_error(net::use_awaitable, failure));
            if (!failure) stream_->socket().set_option(tcp::no_delay(true), failure);
        }
        if (!failure) {
            doing = "send";
            co_await http::async_write(*stream_, request,
                                       net::redirect_error(net::use_awaitable, failure));
        }
        if (!failure) {
            doing = "answer";
            co_await http::async_read(*stream_, buffer_, parser,
                                      net::redirect_error(net::use_awaitable, failure));
        }
        co_return settle(failure, doing, parser);
    }

    bool settle(const boost::system::error_code& failure, const char* doing,
                const http::response_parser<http::string_body>& parser) {
        if (failure) return lost(std::string(doing) + ": " + describe(failure));
        const auto& answer = parser.get();
        if (!answer.keep_alive() || !keep_alive_) stream_.reset();
        if (buffer_.size() != 0) return lost("answer: bytes beyond its end");
        if (answer.result_int() != 200) {
            results_.failed("answer: status " + std::to_string(answer.result_int()));
            return false;
        }
        results_.answered(answer.body());
        return true;
    }

    // Nothing more can be said on this connection.
    bool lost(std::string reason) {
        buffer_.clear();
        stream_.reset();
        results_.failed(std::move(reason));
        return false;
    }

    std::string describe(const boost::system::error_code& failure) const {
        if (failure != beast::error::timeout) return failure.message();
        return "nothing within " + std::to_string(settings_.request_timeout.count()) + " ms";
    }

    net::awaitable<void> sleep(std::chrono::milliseconds time) {
        if (time.count() == 0) co_return;
        timer_.expires_after(time);
        co_await timer_.async_wait(net::use_awaitable);
    }

    net::any_io_executor executor_;
    const target& where_;
    const options& settings_;
    bool keep_alive_;
    ledger& results_;
    net::steady_timer timer_;
    request_type get_;
    request_type post_;
    std::optional<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
};

}  // namespace

net::awaitable<void> run_client(const target& where, const options& settings, bool keep_alive,
                                ledger& results) {
    auto executor = co_await net::this_coro::executor;
    connection client(executor, where, settings, keep_alive, results);
    co_await client.run();
}

}  // namespace traffic
