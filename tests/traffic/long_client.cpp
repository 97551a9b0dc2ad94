#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <stdexcept>
#include <string>
#include <utility>

#include <traffic/long_client.hpp>

namespace traffic {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using net::ip::tcp;

namespace {

constexpr std::chrono::seconds longer{10};
constexpr std::chrono::milliseconds pause_after_failure{50};
constexpr int pieces = 12;
constexpr std::chrono::milliseconds between_pieces{200};
constexpr std::size_t piece_bytes = 4096;
constexpr int messages = 10;
constexpr std::chrono::milliseconds between_messages{200};

net::awaitable<void> sleep(std::chrono::milliseconds time) {
    const auto executor = co_await net::this_coro::executor;
    net::steady_timer timer(executor, time);
    co_await timer.async_wait(net::use_awaitable);
}

// One conversation of a kind; throws when it does not go well.
class conversation {
  public:
    conversation(net::any_io_executor executor, const target& where, const options& settings)
        : where_(where), stream_(std::move(executor)) {
        stream_.expires_after(settings.request_timeout + longer);
    }

    net::awaitable<void> slow() {
        co_await connect();
        auto request = make_request(http::verb::get, "/slow?ms=3000");
        co_await http::async_write(stream_, request, net::use_awaitable);
        co_await read_answer();
    }

    net::awaitable<void> upload() {
        co_await connect();
        auto request = make_request(http::verb::post, "/upload");
        request.content_length(pieces * piece_bytes);
        http::request_serializer<http::string_body> head(request);
        co_await http::async_write_header(stream_, head, net::use_awaitable);
        const std::string piece(piece_bytes, 'x');
        for (int i = 0; i < pieces; ++i) {
            co_await sleep(between_pieces);
            const net::const_buffer bytes = net::buffer(piece);
            co_await net::async_write(stream_, bytes, net::use_awaitable);
        }
        const auto answer = co_await read_answer();
        const auto received = "\"received\":" + std::to_string(pieces * piece_bytes);
        if (answer.find(received) == std::string::npos)
            throw std::runtime_error("not the whole body arrived: " + answer);
    }

    net::awaitable<void> talk() {
        co_await connect();
        websocket::stream<beast::tcp_stream&> socket(stream_);
        co_await socket.async_handshake(where_.host, "/echo", net::use_awaitable);
        for (int i = 0; i < messages; ++i) {
            const auto said = "message " + std::to_string(i);
            const net::const_buffer bytes = net::buffer(said);
            co_await socket.async_write(bytes, net::use_awaitable);
            beast::flat_buffer heard;
            co_await socket.async_read(heard, net::use_awaitable);
            if (beast::buffers_to_string(heard.cdata()) != said)
                throw std::runtime_error("another message came back");
            co_await sleep(between_messages);
        }
        const auto reason = websocket::close_code::normal;
        co_await socket.async_close(reason, net::use_awaitable);
    }

  private:
    using request_type = http::request<http::string_body>;

    net::awaitable<void> connect() {
        const tcp::endpoint endpoint(net::ip::make_address(where_.address), where_.port);
        co_await stream_.async_connect(endpoint, net::use_awaitable);
    }

    request_type make_request(http::verb method, const char* path) const {
        request_type request(method, path, 11);
        request.set(http::field::host, where_.host);
        request.keep_alive(false);
        return request;
    }

    net::awaitable<std::string> read_answer() {
        http::response<http::string_body> answer;
        beast::flat_buffer buffer;
        co_await http::async_read(stream_, buffer, answer, net::use_awaitable);
        if (answer.result_int() != 200)
            throw std::runtime_error("status " + std::to_string(answer.result_int()));
        co_return answer.body();
    }

    const target& where_;
    beast::tcp_stream stream_;
};

using way = net::awaitable<void> (conversation::*)();

net::awaitable<void> repeat(const target& where, const options& settings, ledger& results,
                            const char* kind, way how) {
    const auto executor = co_await net::this_coro::executor;
    while (results.take()) {
        std::string problem;
        try {
            conversation one(executor, where, settings);
            co_await (one.*how)();
        } catch (const std::exception& e) {
            problem = e.what();
        }
        if (problem.empty()) {
            results.finished(kind);
            continue;
        }
        results.failed(std::string(kind) + ": " + problem);
        co_await sleep(pause_after_failure);
    }
}

}  // namespace

net::awaitable<void> run_slow_client(const target& where, const options& settings,
                                     ledger& results) {
    return repeat(where, settings, results, "slow", &conversation::slow);
}

net::awaitable<void> run_upload_client(const target& where, const options& settings,
                                       ledger& results) {
    return repeat(where, settings, results, "upload", &conversation::upload);
}

net::awaitable<void> run_websocket_client(const target& where, const options& settings,
                                          ledger& results) {
    return repeat(where, settings, results, "websocket", &conversation::talk);
}

}  // namespace traffic
