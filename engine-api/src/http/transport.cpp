#include "http/transport.hpp"

#include "http/tls_error.hpp"
#include "local_error.hpp"

#include <engine_api/cancellation.hpp>

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace engine_api::http {

namespace net = boost::asio;
using boost::system::error_code;
using clock_type = deadline::clock;

struct transport::exchange_state {
    explicit exchange_state(request r) : req(std::move(r)), decoder(req.method == "HEAD") {}

    request req;
    response_decoder decoder;
    std::unique_ptr<byte_stream> stream;
    bool reused = false;
    bool all_sent = false;  // the connection is at the begin of another request
    bool heard = false;     // at least one byte of an answer arrived
    error_code broken;      // why it cannot go on
    phase doing = phase::connect;

    /// What can be done at once may win against a timer that is late already.
    bool is_late(clock_type::time_point expiry) {
        if (clock_type::now() < expiry) return false;
        broken = boost::beast::error::timeout;
        return true;
    }
    [[nodiscard]] bool gave_up() const {
        return broken == net::error::operation_aborted || broken == boost::beast::error::timeout;
    }
};

namespace {

/// Runs `work` and turns whatever breaks it into the library's error.
template <typename State, typename Work>
net::awaitable<void> guarded(State& x, const endpoint& where, Work& work) {
    std::string unusable;
    std::string violation;
    try {
        co_await work();
    } catch (const unusable_file& e) {
        unusable = e.what();
    } catch (const protocol_violation& e) {
        violation = e.what();
    } catch (const boost::system::system_error& e) {
        x.broken = e.code();
    }
    if (!unusable.empty())
        throw refused_argument(unusable,
                               "DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem");
    if (!violation.empty()) throw broken_answer(violation, x.req, x.decoder.status());
    if (x.broken) throw map_error(x.broken, x.doing, where, x.req);
}

}  // namespace

transport::transport(net::any_io_executor executor, endpoint where, timeouts limits,
                     std::string user_agent)
    : executor_(std::move(executor)),
      where_(std::move(where)),
      limits_(limits),
      user_agent_(std::move(user_agent)) {}

std::unique_ptr<byte_stream> transport::take_idle() {
    while (!idle_.empty()) {
        auto stream = std::move(idle_.back());
        idle_.pop_back();
        if (stream->is_idle()) return stream;
    }
    return nullptr;
}

net::awaitable<void> transport::connect(exchange_state& x, deadline until) {
    x.doing = phase::connect;
    const auto expiry = until.cap(clock_type::now() + limits_.connect);
    x.stream = co_await http::connect(executor_, where_, expiry);
}

net::awaitable<void> transport::until_ready(exchange_state& x) {
    const bool cancelled = co_await take_cancellation();
    if (cancelled) x.broken = net::error::operation_aborted;
    if (cancelled) co_return;
    try {
        co_await x.req.source->ready();
    } catch (const boost::system::system_error& e) {
        if (e.code() != net::error::operation_aborted) throw;
        x.broken = e.code();
    }
    if (x.broken) co_await take_cancellation();
}

// An engine that refuses a body answers before it has read all of it; sending the rest is no use.
net::awaitable<void> transport::send_source(exchange_state& x, deadline until) {
    std::array<char, 64 * 1024> buffer;
    while (!x.stream->answer_waits()) {
        co_await until_ready(x);
        if (x.broken) co_return;
        const auto n = x.req.source->read(buffer);
        const auto chunk = chunk_of(std::string_view(buffer.data(), n));
        const auto expiry = until.cap(clock_type::now() + limits_.send);
        co_await x.stream->write(chunk, expiry, x.broken);
        x.all_sent = n == 0;
        if (x.broken || x.all_sent) co_return;
    }
}

net::awaitable<void> transport::send(exchange_state& x, deadline until) {
    x.doing = phase::send;
    const std::string host =
        where_.type == endpoint::kind::unix_socket ? std::string("docker") : where_.host;
    const auto head = head_of(x.req, host, user_agent_) + (x.req.source ? "" : x.req.body);
    const auto expiry = until.cap(clock_type::now() + limits_.send);
    co_await x.stream->write(head, expiry, x.broken);
    x.all_sent = !x.req.source;
    if (!x.broken && x.req.source) co_await send_source(x, until);
}

// An engine may also close while the body is sent, so the answer is looked for even then.
net::awaitable<void> transport::read_head(exchange_state& x, deadline until) {
    const auto send_error = x.broken;
    if (!send_error) x.doing = phase::head;
    const auto expiry = until.cap(clock_type::now() + limits_.head + x.req.head_extra);
    std::array<char, 16 * 1024> buffer;
    while (!x.decoder.head_done()) {
        if (x.is_late(expiry)) co_return;
        error_code ec;
        const auto n = co_await x.stream->read_some(net::buffer(buffer), expiry, ec);
        if (ec == net::error::eof && x.heard) x.decoder.feed_end();
        if (ec) {
            // Why the engine closed may have come before it did.
            x.broken = send_error && !wants_certificate(ec) ? send_error : ec;
            co_return;
        }
        x.heard = true;
        x.decoder.feed(std::string_view(buffer.data(), n));
    }
    x.broken = {};
    if (x.decoder.status() == 101 && !x.req.hijack)
        throw protocol_violation("the engine switched protocols without being asked");
}

// One broken idle connection is replaced without the caller noticing, when not a byte of an
// answer arrived and the request is safe to repeat; everything else is the caller's to know.
net::awaitable<void> transport::begin(exchange_state& x, deadline until) {
    if (x.is_late(until.cap(clock_type::time_point::max()))) co_return;
    x.stream = take_idle();
    x.reused = x.stream != nullptr;
    for (;;) {
        if (!x.stream) co_await connect(x, until);
        co_await send(x, until);
        if (!x.gave_up()) co_await read_head(x, until);
        const bool was_stale = x.broken && x.reused && !x.heard && is_safe(x.req) && !x.gave_up();
        if (!was_stale) co_return;
        x.stream.reset();
        x.reused = false;
        x.broken = {};
    }
}

net::awaitable<void> transport::read_body(exchange_state& x, deadline until) {
    x.doing = phase::body;
    std::array<char, 32 * 1024> buffer;
    const auto expiry = until.cap(clock_type::now() + limits_.body);
    while (!x.decoder.done()) {
        if (x.decoder.body_pending() > body_limit)
            throw protocol_violation("the answer is larger than 64 MiB");
        if (x.is_late(expiry)) co_return;
        const auto n = co_await x.stream->read_some(net::buffer(buffer), expiry, x.broken);
        if (x.broken == net::error::eof) {
            x.broken = {};
            x.decoder.feed_end();
        }
        if (x.broken) co_return;
        if (n > 0) x.decoder.feed(std::string_view(buffer.data(), n));
    }
}

response transport::finish(exchange_state& x) {
    response answer{x.decoder.status(), x.decoder.take_body(), x.decoder.headers()};
    if (!x.decoder.take_leftover().empty())
        throw broken_answer("more bytes came than the answer said", x.req, answer.status);
    if (x.decoder.ends_with_connection() && answer.status < 400)
        throw broken_answer("the answer told no length, so nobody knows whether it was cut", x.req,
                            answer.status);
    const bool reusable = x.all_sent && x.decoder.keep_alive();
    if (reusable && idle_.size() < idle_limit) idle_.push_back(std::move(x.stream));
    return answer;
}

net::awaitable<response> transport::exchange(request r, deadline until) {
    exchange_state x(std::move(r));
    auto work = [this, &x, until]() -> net::awaitable<void> {
        co_await begin(x, until);
        if (!x.broken) co_await read_body(x, until);
    };
    co_await guarded(x, where_, work);
    co_return finish(x);
}

net::awaitable<std::unique_ptr<byte_reader>> transport::open(request r, deadline until) {
    exchange_state x(std::move(r));
    auto work = [this, &x, until]() -> net::awaitable<void> { return begin(x, until); };
    co_await guarded(x, where_, work);
    co_return std::make_unique<byte_reader>(std::move(x.stream), std::move(x.decoder),
                                            std::move(x.req), where_, limits_);
}

}  // namespace engine_api::http
