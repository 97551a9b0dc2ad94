#include "session.hpp"

#include "local_error.hpp"
#include "wire/version.hpp"

#include <cstddef>

namespace engine_api {

namespace net = boost::asio;

namespace {

error_kind kind_of(int status) {
    switch (status) {
        case 304: return error_kind::not_modified;
        case 401:
        case 403: return error_kind::permission;
        case 404: return error_kind::not_found;
        case 409: return error_kind::conflict;
        default: break;
    }
    if (status < 400) return error_kind::protocol;
    return status >= 500 ? error_kind::server : error_kind::bad_request;
}

// Both come as a plain 400: without a code, or a header that tells the oldest version that is
// served. Only the engine's words tell them from any other bad request.
bool refuses_our_version(int status, const std::string& words) {
    return status == 400 && (words.find("is too old") != std::string::npos ||
                             words.find("is too new") != std::string::npos);
}
bool wants_tls(int status, const std::string& words) {
    return status == 400 && words.find("HTTP request to an HTTPS server") != std::string::npos;
}

error refused(const http::request& r, int status, const std::string& body) {
    error::details d;
    d.kind = kind_of(status);
    d.method = r.method;
    d.path = r.path;
    d.status = status;
    d.engine_message = wire::error_message(body);
    if (refuses_our_version(status, d.engine_message)) d.kind = error_kind::unsupported;
    if (wants_tls(status, d.engine_message))
        d.remedy = "this engine wants TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH";
    return error(d);
}

[[noreturn]] void cannot_agree(const http::request& ping, const std::string& reason,
                               const std::string& remedy) {
    error::details d;
    d.kind = error_kind::unsupported;
    d.method = ping.method;
    d.path = ping.path;
    d.reason = reason;
    d.remedy = remedy;
    throw error(d);
}

/// Of an answer that is short; the rest of a longer one is dropped.
net::awaitable<std::string> read_all(byte_reader& reader, deadline until) {
    constexpr std::size_t limit = 1024 * 1024;
    std::string body;
    for (;;) {
        const auto piece = co_await reader.read(until);
        if (!piece || body.size() > limit) co_return body;
        body += *piece;
    }
}

http::request ping_request() {
    http::request ping;
    ping.method = "GET";
    ping.path = "/_ping";
    return ping;
}

}  // namespace

session::session(net::any_io_executor executor, endpoint where, const client_options& options)
    : transport_(std::move(executor), std::move(where), options.timeouts, options.user_agent),
      pinned_(options.api_version),
      on_request_(options.on_request) {}

void session::watch(const http::request& r, int status) const {
    if (!on_request_) return;
    request_record record;
    record.method = r.method;
    record.path = r.path;
    record.status = status;
    on_request_(record);
}

net::awaitable<ping_result> session::ping(deadline until) {
    const auto r = ping_request();
    const auto answer = co_await transport_.exchange(r, until);
    watch(r, answer.status);
    if (answer.status != 200) throw refused(r, answer.status, answer.body);
    ping_result p;
    p.api_version = answer.headers.value("Api-Version");
    p.os = answer.headers.value("Ostype");
    p.builder_version = answer.headers.value("Builder-Version");
    co_return p;
}

net::awaitable<void> session::negotiate(deadline until) {
    const auto theirs = (co_await ping(until)).api_version;
    const auto at = "at " + where().url();
    if (theirs.empty())
        cannot_agree(ping_request(), "what answers " + at + " is no Docker engine", "");
    const auto agreed = wire::negotiate(theirs, oldest_api_version, newest_api_version);
    if (!agreed)
        cannot_agree(ping_request(),
                     "the engine " + at + " is too old: it speaks API " + theirs + ", this needs " +
                         oldest_api_version,
                     "upgrade it to Docker 20.10 or later");
    if (!pinned_.empty() && !wire::is_between(pinned_, oldest_api_version, *agreed))
        cannot_agree(ping_request(),
                     "API version " + pinned_ + " was asked for, but " + oldest_api_version +
                         " to " + *agreed + " is what the engine " + at + " and this program share",
                     "unset DOCKER_API_VERSION, or set it to one of these");
    version_ = pinned_.empty() ? *agreed : pinned_;
}

std::string session::path(const std::string& unversioned) const {
    return "/v" + version_ + unversioned;
}

http::request session::get(const std::string& to, const wire::query& q) const {
    http::request r;
    r.method = "GET";
    r.path = path(to) + q.str();
    return r;
}

http::request session::post(const std::string& to, const wire::query& q,
                            std::string json_body) const {
    auto r = get(to, q);
    r.method = "POST";
    if (!json_body.empty()) r.content_type = "application/json";
    r.body = std::move(json_body);
    return r;
}

http::request session::remove(const std::string& to, const wire::query& q) const {
    auto r = get(to, q);
    r.method = "DELETE";
    return r;
}

net::awaitable<http::response> session::call(http::request r, deadline until) {
    auto answer = co_await transport_.exchange(r, until);
    watch(r, answer.status);
    if (answer.status >= 300) throw refused(r, answer.status, answer.body);
    co_return answer;
}

net::awaitable<bool> session::call_changing(http::request r, deadline until) {
    const auto answer = co_await transport_.exchange(r, until);
    watch(r, answer.status);
    if (answer.status >= 300 && answer.status != 304) throw refused(r, answer.status, answer.body);
    co_return answer.status != 304;
}

net::awaitable<wire::json> session::call_json(http::request r, deadline until) {
    const auto answer = co_await call(r, until);
    auto document = wire::json::parse(answer.body, nullptr, false);
    if (document.is_discarded())
        throw http::broken_answer("the answer is not valid JSON", r, answer.status);
    co_return document;
}

net::awaitable<std::unique_ptr<byte_reader>> session::open(http::request r, deadline until) {
    auto reader = co_await transport_.open(r, until);
    watch(r, reader->status());
    if (reader->status() < 300) co_return reader;
    const auto body = co_await read_all(*reader, until);
    throw refused(r, reader->status(), body);
}

net::awaitable<std::unique_ptr<byte_reader>> session::open_bare(http::request r, deadline until) {
    r.headers.emplace_back("Connection", "Upgrade");
    r.headers.emplace_back("Upgrade", "tcp");
    r.hijack = true;
    r.endless = true;
    return open(std::move(r), until);
}

net::awaitable<wire::json> session::rest_as_json(byte_reader& reader, deadline until) {
    const auto body = co_await read_all(reader, until);
    auto document = wire::json::parse(body, nullptr, false);
    if (document.is_discarded())
        throw http::broken_answer("the answer is not valid JSON", reader.request(),
                                  reader.status());
    co_return document;
}

void require(const std::string& value, const char* what) {
    if (value.find_first_not_of(" \t\r\n") != std::string::npos) return;
    throw refused_argument(std::string("the ") + what + " is empty");
}

}  // namespace engine_api
