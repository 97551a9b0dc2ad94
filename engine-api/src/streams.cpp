#include "http/transport.hpp"
#include "wire/frame_decoder.hpp"
#include "wire/json.hpp"
#include "wire/line_decoder.hpp"

#include <engine_api/error.hpp>
#include <engine_api/streams.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

/// The next JSON document of a newline-separated stream; nullopt at its end.
net::awaitable<std::optional<json>> next_document(byte_reader& reader, line_decoder& lines,
                                                  deadline until) {
    std::optional<std::string> line;
    std::string problem;
    for (;;) {
        try {
            line = lines.next();
        } catch (const std::length_error& e) {
            problem = e.what();
        }
        if (!problem.empty()) throw http::broken_answer(problem, reader.request());
        if (line) break;
        const auto piece = co_await reader.read(until);
        if (!piece) {
            line = lines.finish();
            if (line->find_first_not_of(" \r\n\t") == std::string::npos) co_return std::nullopt;
            break;
        }
        lines.feed(*piece);
    }
    auto document = json::parse(*line, nullptr, false);
    if (!document.is_object())
        throw http::broken_answer("a line of the stream is not a JSON object", reader.request());
    co_return document;
}

template <typename Decode>
auto decoded(const byte_reader& reader, const json& document, Decode decode) {
    try {
        return decode(document);
    } catch (const json::exception& e) {
        throw http::broken_answer(std::string("unexpected JSON in the stream: ") + e.what(),
                                  reader.request());
    }
}

event decode_event(const json& j) {
    event e;
    e.type = wire::value<std::string>(j, "Type");
    e.action = wire::value<std::string>(j, "Action");
    const auto& actor = wire::member(j, "Actor");
    e.actor_id = wire::value<std::string>(actor, "ID");
    e.attributes = wire::value<wire::string_map>(actor, "Attributes");
    e.time_nano = wire::value<std::int64_t>(j, "timeNano");
    return e;
}

progress decode_progress(const json& j) {
    progress p;
    p.status = wire::value<std::string>(j, "status");
    p.id = wire::value<std::string>(j, "id");
    p.text = wire::value<std::string>(j, "stream");
    const auto& aux = wire::member(j, "aux");
    if (aux.is_object()) p.image_id = wire::value<std::string>(aux, "ID");
    return p;
}

void throw_if_error(const byte_reader& reader, const json& j) {
    const auto message = wire::value<std::string>(j, "error");
    if (message.empty()) return;
    error::details d;
    d.kind = error_kind::server;
    d.method = reader.request().method;
    d.path = reader.request().path;
    d.status = reader.status();
    d.engine_message = message;
    throw error(d);
}

}  // namespace

event_stream::event_stream(std::unique_ptr<byte_reader> reader)
    : reader_(std::move(reader)), lines_(std::make_unique<line_decoder>()) {}
event_stream::event_stream(event_stream&&) noexcept = default;
event_stream& event_stream::operator=(event_stream&&) noexcept = default;
event_stream::~event_stream() = default;

net::awaitable<std::optional<event>> event_stream::next(deadline until) {
    const auto document = co_await next_document(*reader_, *lines_, until);
    if (!document) co_return std::nullopt;
    co_return decoded(*reader_, *document, decode_event);
}

void event_stream::close() {
    reader_->close();
}

progress_stream::progress_stream(std::unique_ptr<byte_reader> reader)
    : reader_(std::move(reader)), lines_(std::make_unique<line_decoder>()) {}
progress_stream::progress_stream(progress_stream&&) noexcept = default;
progress_stream& progress_stream::operator=(progress_stream&&) noexcept = default;
progress_stream::~progress_stream() = default;

net::awaitable<std::optional<progress>> progress_stream::next(deadline until) {
    const auto document = co_await next_document(*reader_, *lines_, until);
    if (!document) co_return std::nullopt;
    decoded(*reader_, *document, [this](const json& j) { throw_if_error(*reader_, j); });
    co_return decoded(*reader_, *document, decode_progress);
}

void progress_stream::close() {
    reader_->close();
}

output_stream::output_stream(std::unique_ptr<byte_reader> reader, bool tty)
    : reader_(std::move(reader)), frames_(tty ? nullptr : std::make_unique<frame_decoder>()) {}
output_stream::output_stream(output_stream&&) noexcept = default;
output_stream& output_stream::operator=(output_stream&&) noexcept = default;
output_stream::~output_stream() = default;

net::awaitable<std::optional<output>> output_stream::next(deadline until) {
    std::string problem;
    for (;;) {
        if (frames_) {
            std::optional<output> piece;
            try {
                piece = frames_->next();
            } catch (const std::runtime_error& e) {
                problem = e.what();
            }
            if (!problem.empty()) throw http::broken_answer(problem, reader_->request());
            if (piece) co_return piece;
        }
        auto bytes = co_await reader_->read(until);
        if (!bytes) {
            if (frames_ && !frames_->at_boundary())
                throw http::broken_answer("the output ended in the middle of a frame",
                                          reader_->request());
            co_return std::nullopt;
        }
        if (!frames_) {
            output piece;
            piece.text = std::move(*bytes);
            co_return piece;
        }
        frames_->feed(*bytes);
    }
}

net::awaitable<void> output_stream::write(std::string_view bytes, deadline until) {
    return reader_->write(bytes, until);
}

void output_stream::close_stdin() {
    reader_->shutdown_send();
}
void output_stream::close() {
    reader_->close();
}

}  // namespace engine_api
