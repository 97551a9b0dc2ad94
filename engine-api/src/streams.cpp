#include "http/transport.hpp"
#include "wire/decode_stream.hpp"
#include "wire/frame_decoder.hpp"
#include "wire/line_decoder.hpp"

#include <engine_api/error.hpp>
#include <engine_api/streams.hpp>

#include <stdexcept>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

// A next() that is under way holds the state too: a stream may be destroyed meanwhile.
struct line_stream_state {
    explicit line_stream_state(std::unique_ptr<byte_reader> r) : reader(std::move(r)) {}
    std::unique_ptr<byte_reader> reader;
    line_decoder lines;
};

struct output_stream_state {
    std::unique_ptr<byte_reader> reader;
    std::optional<frame_decoder> frames;  // absent with a tty
    output_stream::confirmation confirm;
};

namespace {

using line_state = std::shared_ptr<line_stream_state>;
using output_state = std::shared_ptr<output_stream_state>;

/// The next line; empty at the end of the stream.
net::awaitable<std::string> next_line(line_stream_state& s, deadline until) {
    for (;;) {
        std::optional<std::string> line;
        std::string problem;
        try {
            line = s.lines.next();
        } catch (const std::length_error& e) {
            problem = e.what();
        }
        if (!problem.empty()) throw http::broken_answer(problem, s.reader->request());
        if (line) co_return std::move(*line);
        const auto piece = co_await s.reader->read(until);
        if (!piece) co_return s.lines.finish();
        s.lines.feed(*piece);
    }
}

template <typename T, typename Decode>
net::awaitable<std::optional<T>> next_item(line_state s, deadline until, Decode decode) {
    const auto line = co_await next_line(*s, until);
    if (line.empty()) co_return std::nullopt;
    const auto& asked = s->reader->request();
    const auto document = json::parse(line, nullptr, false);
    if (!document.is_object())
        throw http::broken_answer("a line of the stream is not a JSON object", asked);
    std::string problem;
    try {
        co_return decode(*s->reader, document);
    } catch (const json::exception& e) {
        problem = e.what();
    }
    throw http::broken_answer("unexpected JSON in the stream: " + problem, asked);
}

void throw_if_error(const byte_reader& reader, const json& j) {
    const auto message = wire::stream_error(j);
    if (message.empty()) return;
    error::details d;
    d.kind = error_kind::server;
    d.method = reader.request().method;
    d.path = reader.request().path;
    d.status = reader.status();
    d.engine_message = message;
    throw error(d);
}

/// What the frames that arrived hold; nullopt when more must be read.
std::optional<output> framed(output_stream_state& s) {
    try {
        return s.frames->next();
    } catch (const std::runtime_error& e) {
        throw http::broken_answer(e.what(), s.reader->request());
    }
}

net::awaitable<std::optional<output>> next_output(output_state s, deadline until) {
    for (;;) {
        auto piece = s->frames ? framed(*s) : std::nullopt;
        if (piece) co_return piece;
        auto bytes = co_await s->reader->read(until);
        if (!bytes) break;
        if (!s->frames) co_return output{output::source::out, std::move(*bytes)};
        s->frames->feed(*bytes);
    }
    if (s->frames && !s->frames->at_boundary())
        throw http::broken_answer("the output ended in the middle of a frame",
                                  s->reader->request());
    if (s->confirm && s->reader->is_bare()) co_await s->confirm(until);
    co_return std::nullopt;
}

net::awaitable<std::optional<std::string>> next_piece(std::shared_ptr<byte_reader> reader,
                                                      deadline until) {
    co_return co_await reader->read(until);
}

net::awaitable<void> send_input(output_state s, std::string_view bytes, deadline until) {
    co_await s->reader->write(bytes, until);
}

net::awaitable<void> end_input(output_state s, deadline until) {
    co_await s->reader->shutdown_send(until);
}

}  // namespace

event_stream::event_stream(std::unique_ptr<byte_reader> reader)
    : state_(std::make_shared<line_stream_state>(std::move(reader))) {}
event_stream::event_stream(event_stream&&) noexcept = default;
event_stream& event_stream::operator=(event_stream&& other) noexcept {
    close();
    state_ = std::move(other.state_);
    return *this;
}
event_stream::~event_stream() {
    close();
}

net::awaitable<std::optional<event>> event_stream::next(deadline until) {
    return next_item<event>(state_, until, [](const byte_reader&, const json& j) {
        return std::optional(wire::decode_event(j));
    });
}

void event_stream::close() {
    if (state_) state_->reader->close();
}

progress_stream::progress_stream(std::unique_ptr<byte_reader> reader)
    : state_(std::make_shared<line_stream_state>(std::move(reader))) {}
progress_stream::progress_stream(progress_stream&&) noexcept = default;
progress_stream& progress_stream::operator=(progress_stream&& other) noexcept {
    close();
    state_ = std::move(other.state_);
    return *this;
}
progress_stream::~progress_stream() {
    close();
}

net::awaitable<std::optional<progress>> progress_stream::next(deadline until) {
    return next_item<progress>(state_, until, [](const byte_reader& reader, const json& j) {
        throw_if_error(reader, j);
        return std::optional(wire::decode_progress(j));
    });
}

void progress_stream::close() {
    if (state_) state_->reader->close();
}

stats_stream::stats_stream(std::unique_ptr<byte_reader> reader)
    : state_(std::make_shared<line_stream_state>(std::move(reader))) {}
stats_stream::stats_stream(stats_stream&&) noexcept = default;
stats_stream& stats_stream::operator=(stats_stream&& other) noexcept {
    close();
    state_ = std::move(other.state_);
    return *this;
}
stats_stream::~stats_stream() {
    close();
}

net::awaitable<std::optional<container_stats>> stats_stream::next(deadline until) {
    return next_item<container_stats>(state_, until, [](const byte_reader&, const json& j) {
        return std::optional(wire::decode_stats(j));
    });
}

void stats_stream::close() {
    if (state_) state_->reader->close();
}

download_stream::download_stream(std::unique_ptr<byte_reader> reader)
    : reader_(std::move(reader)) {}
download_stream::download_stream(download_stream&&) noexcept = default;
download_stream& download_stream::operator=(download_stream&& other) noexcept {
    close();
    reader_ = std::move(other.reader_);
    return *this;
}
download_stream::~download_stream() {
    close();
}

net::awaitable<std::optional<std::string>> download_stream::next(deadline until) {
    return next_piece(reader_, until);
}

void download_stream::close() {
    if (reader_) reader_->close();
}

output_stream::output_stream(std::unique_ptr<byte_reader> reader, bool tty, confirmation confirm)
    : state_(std::make_shared<output_stream_state>()) {
    state_->reader = std::move(reader);
    if (!tty) state_->frames.emplace();
    state_->confirm = std::move(confirm);
}
output_stream::output_stream(output_stream&&) noexcept = default;
output_stream& output_stream::operator=(output_stream&& other) noexcept {
    close();
    state_ = std::move(other.state_);
    return *this;
}
output_stream::~output_stream() {
    close();
}

net::awaitable<std::optional<output>> output_stream::next(deadline until) {
    return next_output(state_, until);
}

net::awaitable<void> output_stream::write(std::string_view bytes, deadline until) {
    return send_input(state_, bytes, until);
}

net::awaitable<void> output_stream::close_stdin(deadline until) {
    return end_input(state_, until);
}

void output_stream::close() {
    if (state_) state_->reader->close();
}

}  // namespace engine_api
