#include "http/response_decoder.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace engine_api::http {

namespace {

namespace bhttp = boost::beast::http;
using boost::beast::error_code;
using text = boost::beast::string_view;

/// Collects what Beast's parser finds.
class collector final : public bhttp::basic_parser<false> {
  public:
    int status = 0;
    http_headers headers;
    std::string body;

  private:
    void on_request_impl(bhttp::verb, text, text, int, error_code&) override {}
    void on_response_impl(int code, text, int, error_code&) override { status = code; }
    void on_field_impl(bhttp::field, text name, text value, error_code&) override {
        headers.add(std::string(name), std::string(value));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(text piece, error_code&) override {
        body.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text piece, error_code&) override {
        body.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_finish_impl(error_code&) override {}
};

std::string explain(const error_code& ec) {
    if (ec == bhttp::error::header_limit)
        return "the response head is larger than " +
               std::to_string(response_decoder::head_limit / 1024) + " KiB";
    if (ec == bhttp::error::partial_message || ec == bhttp::error::end_of_stream)
        return "the connection ended in the middle of the response";
    return "not a valid HTTP response: " + ec.message();
}

/// Beast waits for a whole head, which what is not HTTP may never send.
bool may_become_response(std::string_view begin) {
    constexpr std::string_view version = "HTTP/";
    return version.starts_with(begin.substr(0, version.size()));
}

}  // namespace

struct response_decoder::impl {
    explicit impl(bool answer_to_head) : no_body(answer_to_head) { begin(); }

    void begin() {
        begun = false;
        parser.emplace();
        parser->skip(no_body);
        parser->eager(true);
        parser->header_limit(head_limit);
        parser->body_limit(boost::none);  // the reader of the body limits it, piece by piece
    }

    [[nodiscard]] bool is_interim() const {
        return parser->is_done() && parser->status / 100 == 1 && parser->status != 101;
    }

    bool no_body;
    bool begun = false;  // the parser has taken the begin of this response
    std::optional<collector> parser;
    std::string pending;  // received, not yet taken by the parser
};

response_decoder::response_decoder(bool no_body) : impl_(std::make_unique<impl>(no_body)) {}

response_decoder::response_decoder(response_decoder&&) noexcept = default;
response_decoder& response_decoder::operator=(response_decoder&&) noexcept = default;
response_decoder::~response_decoder() = default;

void response_decoder::feed(std::string_view bytes) {
    auto& pending = impl_->pending;
    pending.append(bytes);
    while (!done() && !pending.empty()) {
        if (!impl_->begun && !may_become_response(pending))
            throw protocol_violation("not a valid HTTP response: it does not begin with HTTP/");
        error_code ec;
        const auto used =
            impl_->parser->put(boost::asio::const_buffer(pending.data(), pending.size()), ec);
        pending.erase(0, used);
        impl_->begun = impl_->begun || used > 0;
        if (impl_->is_interim()) {
            impl_->begin();
            continue;
        }
        if (ec == bhttp::error::need_more || (!ec && used == 0)) {
            if (pending.size() > head_limit)
                throw protocol_violation("a head or chunk size in the response does not end");
            return;
        }
        if (ec) throw protocol_violation(explain(ec));
    }
}

void response_decoder::feed_end() {
    if (done()) return;
    if (!head_done()) throw protocol_violation("the connection ended before the response head");
    error_code ec;
    impl_->parser->put_eof(ec);
    if (ec) throw protocol_violation(explain(ec));
}

bool response_decoder::head_done() const {
    return impl_->parser->is_header_done();
}
bool response_decoder::done() const {
    return impl_->parser->is_done();
}
bool response_decoder::keep_alive() const {
    return done() && !ends_with_connection() && impl_->parser->keep_alive();
}
int response_decoder::status() const {
    return impl_->parser->status;
}
bool response_decoder::ends_with_connection() const {
    return head_done() && impl_->parser->need_eof();
}

const http_headers& response_decoder::headers() const {
    return impl_->parser->headers;
}

std::string response_decoder::take_body() {
    return std::exchange(impl_->parser->body, {});
}
std::size_t response_decoder::body_pending() const {
    return impl_->parser->body.size();
}
std::string response_decoder::take_leftover() {
    return std::exchange(impl_->pending, {});
}

}  // namespace engine_api::http
