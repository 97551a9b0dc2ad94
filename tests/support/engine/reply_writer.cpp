#include <support/byte_pipe.hpp>
#include <support/engine/reply_writer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/status.hpp>

#include <limits>
#include <sstream>

namespace support::engine {

namespace net = boost::asio;

namespace {

using kind = fault::kind;

bool is(const std::optional<fault>& given, kind what) {
    return given && given->what == what;
}

std::string reason(unsigned status) {
    if (status == 101) return "UPGRADED";  // the engine's own word for it
    return std::string(
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status)));
}

std::string head_of(const reply& answer, std::size_t length, bool keep_alive) {
    std::string head =
        "HTTP/1.1 " + std::to_string(answer.status) + " " + reason(answer.status) + "\r\n";
    for (const auto& [name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    if (answer.frame == framing::length)
        head += "Content-Length: " + std::to_string(length) + "\r\n";
    if (answer.frame == framing::chunked) head += "Transfer-Encoding: chunked\r\n";
    if (!keep_alive && answer.frame != framing::until_close) head += "Connection: close\r\n";
    return head + "\r\n";
}

std::string chunk_start(std::size_t size) {
    std::ostringstream text;
    text << std::hex << size << "\r\n";
    return text.str();
}

std::string framed(const reply& answer, const std::string& bytes) {
    if (answer.frame != framing::chunked) return bytes;
    return chunk_start(bytes.size()) + bytes + "\r\n";
}

net::awaitable<void> keep_pumping(std::shared_ptr<connection> from,
                                  std::shared_ptr<byte_pipe> into) {
    co_await from->pump_into(*into);
}

net::awaitable<void> keep_watching(std::shared_ptr<connection> from) {
    co_await from->watch_for_end();
}

// Body bytes may run out before the body does: then the connection ends there.
net::awaitable<bool> write_piece(connection& to, const reply& answer, std::string bytes,
                                 std::size_t& budget) {
    const bool cut = bytes.size() > budget;
    if (cut) bytes.resize(budget);
    budget -= bytes.size();
    if (!bytes.empty()) {
        const std::string wire = framed(answer, bytes);
        co_await to.write(wire);
    }
    co_return !cut;
}

net::awaitable<bool> write_body(std::shared_ptr<connection> to, const reply& answer,
                                std::size_t budget) {
    if (!co_await write_piece(*to, answer, answer.body, budget)) co_return false;
    if (!answer.stream) co_return true;
    auto executor = co_await net::this_coro::executor;
    if (answer.input) {
        net::co_spawn(executor, keep_pumping(to, answer.input), net::detached);
    } else {
        net::co_spawn(executor, keep_watching(to), net::detached);
    }
    while (co_await to->wait_for(*answer.stream)) {
        std::string piece = answer.stream->pop();
        if (!co_await write_piece(*to, answer, std::move(piece), budget)) co_return false;
    }
    co_return answer.stream->closed() && answer.stream->empty();
}

net::awaitable<void> cut_in_chunk(connection& to, const reply& answer) {
    std::string bytes = answer.body;
    if (bytes.empty() && answer.stream && co_await to.wait_for(*answer.stream)) {
        bytes = answer.stream->pop();
    }
    const std::string wire = chunk_start(bytes.size() + 16) + bytes;
    co_await to.write(wire);
}

// Faults that leave the client without a head. True when it was one of them.
net::awaitable<bool> suppressed(connection& to, const std::optional<fault>& given, bool refused) {
    if (refused || is(given, kind::reset_before_head)) {
        to.reset();
        co_return true;
    }
    if (is(given, kind::stall)) {
        co_await to.wait_for_end();
        co_return true;
    }
    if (is(given, kind::garbage_head)) {
        co_await to.write("\x16\x03\x01 this is no HTTP\r\n\r\n");
        co_return true;
    }
    co_return false;
}

// Faults behind the head. True when it was one of them.
net::awaitable<bool> broken_after_head(connection& to, const std::optional<fault>& given) {
    if (is(given, kind::reset_after_head)) {
        to.reset();
        co_return true;
    }
    if (is(given, kind::stall_after_head)) {
        co_await to.wait_for_end();
        co_return true;
    }
    co_return false;
}

}  // namespace

net::awaitable<bool> write_exchange(std::shared_ptr<connection> to, const request& asked,
                                    exchange what, bool keep_alive) {
    auto& answer = what.answer;
    const auto& given = what.misbehave;
    const auto pause = answer.delay + (given ? given->pause : std::chrono::milliseconds{0});
    if (pause.count() > 0) co_await to->wait(pause);
    if (co_await suppressed(*to, given, answer.refuse)) co_return false;

    keep_alive = keep_alive && !answer.close;
    if (is(given, kind::cut_in_chunk)) answer.frame = framing::chunked;
    auto length = answer.body.size();
    if (is(given, kind::wrong_length)) {
        answer.frame = framing::length;
        length += given->bytes;
    }
    std::string wire = head_of(answer, length, keep_alive);
    const bool bodiless = asked.method == "HEAD" || answer.frame == framing::none;
    if (bodiless || answer.stream || given) {
        co_await to->write(wire);
    } else {
        // In one piece as the engine writes it: a client may get it with one read.
        if (!answer.body.empty()) wire += framed(answer, answer.body);
        if (answer.frame == framing::chunked) wire += "0\r\n\r\n";
        co_await to->write(wire);
        co_return keep_alive&& answer.frame != framing::until_close;
    }
    if (co_await broken_after_head(*to, given)) co_return false;
    if (bodiless) co_return keep_alive && !is(given, kind::close_after_reply);

    if (is(given, kind::cut_in_chunk)) {
        co_await cut_in_chunk(*to, answer);
        co_return false;
    }
    auto budget = std::numeric_limits<std::size_t>::max();
    if (is(given, kind::cut_body)) budget = given->bytes;
    if (!co_await write_body(to, answer, budget)) co_return false;
    if (is(given, kind::cut_body))
        co_return false;  // a body no longer than the cut: the end mark is lost
    if (answer.frame == framing::chunked) co_await to->write("0\r\n\r\n");
    if (is(given, kind::wrong_length)) co_await to->wait_for_end();
    const bool ends = is(given, kind::wrong_length) || is(given, kind::close_after_reply);
    co_return keep_alive && !ends && answer.frame != framing::until_close;
}

}  // namespace support::engine
