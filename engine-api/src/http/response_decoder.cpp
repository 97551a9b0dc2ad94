#include "http/response_decoder.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace engine_api::http {

namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using boost::beast::error_code;
using text = boost::beast::string_view;

/// Collects what Beast's parser finds.
class collector final : public bhttp::basic_parser<false> {
  public:
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

  private:
    void on_request_impl(bhttp::verb, text, text, int, error_code&) override {}
    void on_response_impl(int code, text, int, error_code&) override { status = code; }
    void on_field_impl(bhttp::field, text name, text value, error_code&) override {
        headers.emplace_back(std::string(name), std::string(value));
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

}  // namespace

struct response_decoder::impl {
    explicit impl(bool answer_to_head) : no_body(answer_to_head) { begin(); }

    void begin() {
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
        error_code ec;
        const auto used =
            impl_->parser->put(boost::asio::const_buffer(pending.data(), pending.size()), ec);
        pending.erase(0, used);
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

std::string response_decoder::header(std::string_view name) const {
    const text wanted(name.data(), name.size());
    for (const auto& [key, value] : impl_->parser->headers)
        if (beast::iequals(key, wanted)) return value;
    return {};
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
