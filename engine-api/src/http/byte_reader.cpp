#include "http/transport.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using boost::system::error_code;
using clock_type = deadline::clock;

byte_reader::byte_reader(std::unique_ptr<http::byte_stream> stream, http::response_decoder decoder,
                         http::request of, endpoint where, timeouts limits)
    : stream_(std::move(stream)),
      decoder_(std::move(decoder)),
      request_(std::move(of)),
      where_(std::move(where)),
      limits_(limits),
      upgraded_(decoder_.status() == 101),
      bare_(upgraded_ || (request_.hijack && decoder_.ends_with_connection())) {
    if (upgraded_) arrived_ = decoder_.take_leftover();
}

std::optional<std::string> byte_reader::take() {
    auto piece = upgraded_ ? std::exchange(arrived_, {}) : decoder_.take_body();
    if (piece.empty()) return std::nullopt;
    return piece;
}

void byte_reader::take_in(std::string_view bytes) {
    if (upgraded_)
        arrived_.append(bytes);
    else
        decoder_.feed(bytes);
}

void byte_reader::end() {
    ended_ = true;
    if (upgraded_) return;
    decoder_.feed_end();
    if (!bare_ && decoder_.ends_with_connection())
        throw http::protocol_violation(
            "the answer told no length, so nobody knows whether it was cut");
}

// A refusal is short and comes at once, whatever was asked for.
clock_type::time_point byte_reader::silence_limit() const {
    if (!request_.endless || decoder_.status() >= 300) return clock_type::now() + limits_.body;
    if (!limits_.stream) return clock_type::time_point::max();
    return clock_type::now() + *limits_.stream;
}

net::awaitable<std::optional<std::string>> byte_reader::read(deadline until) {
    std::array<char, 32 * 1024> buffer;
    std::string violation;
    for (;;) {
        if (closed_)
            throw map_error(net::error::operation_aborted, http::phase::stream, where_, request_);
        if (auto piece = take()) co_return piece;
        if (ended_ || (!upgraded_ && decoder_.done())) co_return std::nullopt;
        const auto silence = silence_limit();
        error_code ec;
        std::size_t n = 0;
        try {
            n = co_await stream_->read_some(net::buffer(buffer), until.cap(silence), ec);
            if (ec == net::error::eof)
                end();
            else if (!ec)
                take_in(std::string_view(buffer.data(), n));
        } catch (const http::protocol_violation& e) {
            violation = e.what();
        } catch (const boost::system::system_error& e) {
            ec = e.code();  // the caller's coroutine had been cancelled before it waited
        }
        if (!violation.empty()) throw http::broken_answer(violation, request_, decoder_.status());
        if (closed_) ec = net::error::operation_aborted;
        if (ec && ec != net::error::eof) throw map_error(ec, http::phase::stream, where_, request_);
    }
}

net::awaitable<void> byte_reader::write(std::string_view bytes, deadline until) {
    error_code ec;
    if (closed_) ec = net::error::operation_aborted;
    const auto expiry = until.cap(silence_limit());
    try {
        if (!ec) co_await stream_->write(bytes, expiry, ec);
    } catch (const boost::system::system_error& e) {
        ec = e.code();
    }
    if (ec) throw map_error(ec, http::phase::send, where_, request_);
}

net::awaitable<void> byte_reader::shutdown_send(deadline until) {
    error_code ec;
    const auto expiry = until.cap(clock_type::now() + limits_.send);
    try {
        co_await stream_->shutdown_send(expiry, ec);
    } catch (const boost::system::system_error& e) {
        ec = e.code();
    }
    if (ec) throw map_error(ec, http::phase::send, where_, request_);
}

void byte_reader::close() {
    closed_ = true;
    stream_->close();
}

}  // namespace engine_api
