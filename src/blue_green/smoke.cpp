#include <rollout/blue_green/smoke.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <stdexcept>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using std::chrono::steady_clock;

struct target {
    std::string host;
    std::string port = "80";
    std::string path = "/";
    std::string authority;  // as it goes into the Host header
};

target parse(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    const auto refuse = [&url](const char* why) {
        throw std::invalid_argument("smoke URL '" + url + "': " + why);
    };
    if (!url.starts_with(scheme)) refuse("it must begin with http://");
    target t;
    const auto rest = url.substr(scheme.size());
    const auto slash = rest.find_first_of("/?");
    t.authority = rest.substr(0, slash);
    if (slash != std::string::npos) t.path = rest.substr(slash);
    if (t.path.front() == '?') t.path.insert(0, "/");
    t.path = t.path.substr(0, t.path.find('#'));
    const bool v6 = t.authority.starts_with('[');
    const auto colon = t.authority.find(':', v6 ? t.authority.find(']') : 0);
    t.host = v6 ? t.authority.substr(1, t.authority.find(']') - 1) : t.authority.substr(0, colon);
    if (colon != std::string::npos) t.port = t.authority.substr(colon + 1);
    if (t.host.empty()) refuse("the host is missing");
    if (t.port.empty() || t.port.find_first_not_of("0123456789") != std::string::npos)
        refuse("the port is not a number");
    for (const char c : t.path)
        if (static_cast<unsigned char>(c) <= ' ') refuse("the path has a blank in it");
    return t;
}

/// The status of one GET. Throws boost::system::system_error.
net::awaitable<int> get_status(target to, steady_clock::time_point expiry) {
    const auto executor = co_await net::this_coro::executor;
    net::ip::tcp::resolver resolver(executor);
    const auto addresses = co_await resolver.async_resolve(to.host, to.port, net::use_awaitable);
    beast::tcp_stream stream(executor);
    stream.expires_at(expiry);
    co_await stream.async_connect(addresses, net::use_awaitable);

    http::request<http::empty_body> request(http::verb::get, to.path, 11);
    request.set(http::field::host, to.authority);
    request.set(http::field::user_agent, "rollout-smoke");
    request.set(http::field::connection, "close");
    co_await http::async_write(stream, request, net::use_awaitable);

    beast::flat_buffer buffer;
    http::response_parser<http::string_body> answer;
    answer.body_limit(16 * 1024 * 1024);
    co_await http::async_read(stream, buffer, answer, net::use_awaitable);
    co_return answer.get().result_int();
}

std::string explain(const boost::system::error_code& ec) {
    if (ec == beast::error::timeout) return "no answer in time";
    return ec.message();
}

}  // namespace

void check_smoke_url(const std::string& url) {
    parse(url);
}

net::awaitable<smoke_result> smoke(smoke_settings settings, reporter& to) {
    const auto where = parse(settings.url);
    smoke_result result;
    for (;;) {
        ++result.attempts;
        try {
            const auto expiry = steady_clock::now() + settings.timeout;
            const int status = co_await get_status(where, expiry);
            result.passed = status == settings.status;
            result.last = "status " + std::to_string(status);
        } catch (const boost::system::system_error& e) {
            if (e.code() == net::error::operation_aborted) throw;
            result.last = explain(e.code());
        }
        if (result.passed || result.attempts >= settings.attempts) co_return result;
        to.report(
            probe_mismatched{result.attempts, settings.attempts, result.last, settings.status});
        co_await engine_work::sleep_for(settings.delay);
    }
}

}  // namespace rollout::blue_green
