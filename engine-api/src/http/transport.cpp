#include "http/transport.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>

namespace engine_api {

namespace net = boost::asio;
using boost::system::error_code;
using clock_type = deadline::clock;

namespace http {

struct transport::exchange_state {
    explicit exchange_state(request r) : req(std::move(r)), decoder(req.method == "HEAD") {}

    request req;
    response_decoder decoder;
    std::unique_ptr<byte_stream> stream;
    bool reused = false;
    bool heard = false;  // at least one byte of an answer arrived
    error_code broken;   // why sending or reading the head failed
    phase broken_in = phase::send;
};

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
    const auto expiry = until.cap(clock_type::now() + limits_.connect);
    error_code failed;
    try {
        x.stream = co_await http::connect(executor_, where_, expiry);
    } catch (const boost::system::system_error& e) {
        failed = e.code();
    }
    if (failed) throw map_error(failed, phase::connect, where_, x.req);
}

net::awaitable<void> transport::send_source(exchange_state& x, deadline until) {
    std::array<char, 64 * 1024> buffer;
    for (;;) {
        const auto n = x.req.source->read(buffer);
        const auto chunk = chunk_of(std::string_view(buffer.data(), n));
        const auto expiry = until.cap(clock_type::now() + limits_.send);
        co_await x.stream->write(chunk, expiry, x.broken);
        if (x.broken || n == 0) co_return;
    }
}

net::awaitable<void> transport::send(exchange_state& x, deadline until) {
    x.broken_in = phase::send;
    const std::string host =
        where_.type == endpoint::kind::unix_socket ? std::string("docker") : where_.host;
    const auto head = head_of(x.req, host, user_agent_) + (x.req.source ? "" : x.req.body);
    const auto expiry = until.cap(clock_type::now() + limits_.send);
    co_await x.stream->write(head, expiry, x.broken);
    if (!x.broken && x.req.source) co_await send_source(x, until);
}

// An engine that refuses a large body answers and closes before it has read all of it, so the
// answer is looked for even when sending failed.
net::awaitable<void> transport::read_head(exchange_state& x, deadline until) {
    const auto expiry = until.cap(clock_type::now() + limits_.head);
    const auto send_error = x.broken;
    std::array<char, 16 * 1024> buffer;
    while (!x.decoder.head_done()) {
        error_code ec;
        const auto n = co_await x.stream->read_some(net::buffer(buffer), expiry, ec);
        if (ec) {
            x.broken = send_error ? send_error : ec;
            if (!send_error) x.broken_in = phase::head;
            co_return;
        }
        x.heard = true;
        x.decoder.feed(std::string_view(buffer.data(), n));
    }
    x.broken = {};
}

// One broken idle connection is replaced without the caller noticing, when not a byte of an
// answer arrived and the request is safe to repeat; everything else is the caller's to know.
net::awaitable<void> transport::begin(exchange_state& x, deadline until) {
    x.stream = take_idle();
    x.reused = x.stream != nullptr;
    for (;;) {
        if (!x.stream) co_await connect(x, until);
        co_await send(x, until);
        const bool unanswerable =
            x.broken == net::error::operation_aborted || x.broken == boost::beast::error::timeout;
        if (!unanswerable) co_await read_head(x, until);
        if (!x.broken) co_return;
        const bool was_stale = x.reused && !x.heard && is_safe(x.req) &&
                               x.broken != net::error::operation_aborted &&
                               x.broken != boost::beast::error::timeout;
        if (!was_stale) throw map_error(x.broken, x.broken_in, where_, x.req);
        x.stream.reset();
        x.reused = false;
        x.broken = {};
    }
}

net::awaitable<response> transport::exchange(request r, deadline until) {
    exchange_state x(std::move(r));
    response answer{0, {}, response_decoder(false)};
    std::string violation;
    try {
        co_await begin(x, until);
        std::array<char, 32 * 1024> buffer;
        while (!x.decoder.done()) {
            if (x.decoder.body_pending() > body_limit)
                throw protocol_violation("the answer is larger than 64 MiB");
            error_code ec;
            const auto expiry = until.cap(clock_type::now() + limits_.body);
            const auto n = co_await x.stream->read_some(net::buffer(buffer), expiry, ec);
            if (ec == net::error::eof)
                x.decoder.feed_end();
            else if (ec)
                throw map_error(ec, phase::body, where_, x.req);
            else
                x.decoder.feed(std::string_view(buffer.data(), n));
        }
    } catch (const protocol_violation& e) {
        violation = e.what();
    }
    if (!violation.empty()) throw broken_answer(violation, x.req, x.decoder.status());
    answer.status = x.decoder.status();
    answer.body = x.decoder.take_body();
    if (x.decoder.keep_alive() && x.decoder.take_leftover().empty())
        idle_.push_back(std::move(x.stream));
    answer.head = std::move(x.decoder);
    co_return answer;
}

net::awaitable<std::unique_ptr<byte_reader>> transport::open(request r, deadline until) {
    exchange_state x(std::move(r));
    std::string violation;
    try {
        co_await begin(x, until);
    } catch (const protocol_violation& e) {
        violation = e.what();
    }
    if (!violation.empty()) throw broken_answer(violation, x.req, x.decoder.status());
    co_return std::make_unique<byte_reader>(std::move(x.stream), std::move(x.decoder),
                                            std::move(x.req), where_, limits_);
}

}  // namespace http

byte_reader::byte_reader(std::unique_ptr<http::byte_stream> stream, http::response_decoder decoder,
                         http::request of, endpoint where, timeouts limits)
    : stream_(std::move(stream)),
      decoder_(std::move(decoder)),
      request_(std::move(of)),
      where_(std::move(where)),
      limits_(limits),
      upgraded_(decoder_.status() == 101) {}

std::optional<std::string> byte_reader::take() {
    auto piece = upgraded_ ? decoder_.take_leftover() : decoder_.take_body();
    if (piece.empty()) return std::nullopt;
    return piece;
}

bool byte_reader::at_end() {
    return ended_ || (!upgraded_ && decoder_.done());
}

net::awaitable<std::optional<std::string>> byte_reader::read(deadline until) {
    std::array<char, 32 * 1024> buffer;
    std::string violation;
    for (;;) {
        if (auto piece = take()) co_return piece;
        if (at_end()) co_return std::nullopt;
        const auto silence =
            limits_.stream ? clock_type::now() + *limits_.stream : clock_type::time_point::max();
        error_code ec;
        const auto n = co_await stream_->read_some(net::buffer(buffer), until.cap(silence), ec);
        if (ec && ec != net::error::eof) throw map_error(ec, http::phase::stream, where_, request_);
        try {
            if (ec == net::error::eof) {
                ended_ = true;
                if (!upgraded_) decoder_.feed_end();
            } else if (upgraded_) {
                co_return std::string(buffer.data(), n);
            } else {
                decoder_.feed(std::string_view(buffer.data(), n));
            }
        } catch (const http::protocol_violation& e) {
            violation = e.what();
        }
        if (!violation.empty()) throw http::broken_answer(violation, request_, decoder_.status());
    }
}

net::awaitable<void> byte_reader::write(std::string_view bytes, deadline until) {
    error_code ec;
    const auto expiry = until.cap(clock_type::now() + limits_.send);
    co_await stream_->write(bytes, expiry, ec);
    if (ec) throw map_error(ec, http::phase::send, where_, request_);
}

void byte_reader::shutdown_send() {
    stream_->shutdown_send();
}
void byte_reader::close() {
    stream_->close();
}

}  // namespace engine_api
