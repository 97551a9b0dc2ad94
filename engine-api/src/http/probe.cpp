#include "http/probe.hpp"

#include "http/byte_stream.hpp"
#include "http/request.hpp"
#include "http/response_decoder.hpp"
#include "http/tls_error.hpp"
#include "http/transport_error.hpp"
#include "local_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace engine_api::http {

namespace net = boost::asio;
using boost::system::error_code;

namespace {

using time_point = byte_stream::time_point;

request request_for(const http_target& target, const probe_options& options) {
    request r;
    r.method = "GET";
    r.path = target.path;
    r.headers = options.headers.all();
    r.headers.emplace_back("Connection", "close");
    return r;
}

endpoint peer_of(const http_target& target, const probe_options& options) {
    endpoint peer;
    peer.type = endpoint::kind::tcp;
    peer.host = options.connect_host.empty() ? target.host : options.connect_host;
    peer.port = options.connect_port == 0 ? target.port : options.connect_port;
    if (!target.has_tls()) return peer;
    auto& tls = peer.tls.emplace();
    tls.verify = !options.insecure;
    tls.ca_file = options.ca_file;
    tls.server_name = options.server_name.empty() ? target.host : options.server_name;
    return peer;
}

/// One GET, as far as it has come.
struct attempt {
    attempt(const http_target& target, const probe_options& options, deadline until)
        : asked(request_for(target, options)),
          head(head_of(asked, options.host.empty() ? target.authority : options.host,
                       options.user_agent)),
          peer(peer_of(target, options)),
          body_limit(options.body_limit),
          expiry(until.cap(time_point::max())) {}

    request asked;
    std::string head;
    endpoint peer;
    std::size_t body_limit;
    time_point expiry;
    phase doing = phase::connect;
    response_decoder decoder{false};
    http_answer answer;
};

void throw_if(const error_code& ec) {
    if (ec) throw boost::system::system_error(ec);
}

/// True when there is nothing more to read.
bool take_in(attempt& a, std::string_view bytes) {
    a.decoder.feed(bytes);
    if (!a.decoder.head_done()) return false;
    a.doing = phase::body;
    a.answer.body += a.decoder.take_body();
    a.answer.body_cut = a.answer.body.size() > a.body_limit;
    if (a.answer.body_cut) a.answer.body.resize(a.body_limit);
    return a.answer.body_cut || a.decoder.done();
}

net::awaitable<void> receive(attempt& a, byte_stream& stream) {
    std::array<char, 16 * 1024> buffer;
    bool done = false;
    while (!done) {
        // What can be read at once may win against a timer that is late already.
        if (deadline::clock::now() >= a.expiry) throw_if(boost::beast::error::timeout);
        error_code ec;
        const auto n = co_await stream.read_some(net::buffer(buffer), a.expiry, ec);
        done = ec == net::error::eof && a.decoder.ends_with_connection();
        if (done) co_return;
        throw_if(ec);
        done = take_in(a, std::string_view(buffer.data(), n));
    }
}

net::awaitable<void> run(attempt& a, lookup look_up) {
    const auto executor = co_await net::this_coro::executor;
    const auto stream = co_await connect(executor, a.peer, a.expiry, std::move(look_up));
    a.doing = phase::send;
    error_code ec;
    co_await stream->write(a.head, a.expiry, ec);
    throw_if(ec);
    a.doing = phase::head;
    co_await receive(a, *stream);
    a.answer.status = a.decoder.status();
    a.answer.headers = a.decoder.headers();
}

std::string late(phase doing, const std::string& peer) {
    if (doing == phase::connect) return "no connection to " + peer + " in time";
    if (doing == phase::body) return peer + " did not finish its answer in time";
    return peer + " did not answer in time";
}

bool says_unknown_name(const error_code& ec) {
    return ec == net::error::host_not_found || ec == net::error::host_not_found_try_again ||
           ec == net::error::no_data;
}

probe_failure failure_of(const error_code& ec, const attempt& a) {
    const auto peer = a.peer.host_and_port();
    if (ec == boost::beast::error::timeout) return {probe_problem::timeout, late(a.doing, peer)};
    if (is_unverified(ec)) return {probe_problem::untrusted, peer + ": " + ec.message()};
    if (ec.category() == tls_category())
        return {probe_problem::tls, "no TLS with " + peer + ": " + ec.message()};
    if (says_unknown_name(ec))
        return {probe_problem::name_not_found,
                "the host '" + a.peer.host + "' is not found: " + ec.message()};
    if (a.doing == phase::connect)
        return {ec == net::error::connection_refused ? probe_problem::refused
                                                     : probe_problem::unreachable,
                "cannot connect to " + peer + ": " + ec.message()};
    if (ec == net::error::eof)
        return {probe_problem::closed, peer + " closed the connection before its answer was whole"};
    return {probe_problem::closed, "the connection to " + peer + " broke: " + ec.message()};
}

}  // namespace

net::awaitable<probe_result> probe(http_target target, probe_options options, deadline until,
                                   lookup look_up) {
    attempt a(target, options, until);
    std::string unusable;
    std::string violation;
    error_code broken;
    try {
        co_await run(a, std::move(look_up));
    } catch (const unusable_file& e) {
        unusable = e.what();
    } catch (const protocol_violation& e) {
        violation = e.what();
    } catch (const boost::system::system_error& e) {
        broken = e.code();
    }
    if (!unusable.empty()) throw refused_argument(unusable);
    if (broken == net::error::operation_aborted) throw map_error(broken, a.doing, a.peer, a.asked);
    if (!violation.empty())
        co_return probe_failure{probe_problem::bad_answer,
                                a.peer.host_and_port() + ": " + violation};
    if (broken) co_return failure_of(broken, a);
    co_return std::move(a.answer);
}

}  // namespace engine_api::http

namespace engine_api {

boost::asio::awaitable<probe_result> probe_http(http_target target, probe_options options,
                                                deadline until) {
    return http::probe(std::move(target), std::move(options), until, http::system_lookup);
}

}  // namespace engine_api
