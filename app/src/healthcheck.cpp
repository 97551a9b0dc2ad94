#include "healthcheck.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <exception>

namespace app {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using net::ip::tcp;

namespace {

net::awaitable<void> ask(beast::tcp_stream& stream, const tcp::endpoint& peer,
                         const http::request<http::empty_body>& request, probe_answer& result) {
    co_await stream.async_connect(peer, net::use_awaitable);
    co_await http::async_write(stream, request, net::use_awaitable);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, net::use_awaitable);
    result.status = response.result_int();
    result.body = std::move(response.body());
}

}  // namespace

probe_answer probe(std::uint16_t port, const std::string& path, std::chrono::milliseconds limit) {
    net::io_context context{1};
    beast::tcp_stream stream{context};
    stream.expires_after(limit);
    const tcp::endpoint peer{net::ip::address_v4::loopback(), port};
    http::request<http::empty_body> request{http::verb::get, path, 11};
    request.set(http::field::host, "localhost");
    request.keep_alive(false);

    probe_answer result;
    std::exception_ptr failure;
    net::co_spawn(context, ask(stream, peer, request, result),
                  [&failure](std::exception_ptr thrown) { failure = thrown; });
    context.run();
    if (failure) std::rethrow_exception(failure);
    return result;
}

}  // namespace app
