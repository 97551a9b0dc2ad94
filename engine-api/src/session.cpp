#include "session.hpp"

#include "wire/version.hpp"

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
        default: return status >= 500 ? error_kind::server : error_kind::bad_request;
    }
}

error refused(const http::request& r, int status, const std::string& body) {
    error::details d;
    d.kind = kind_of(status);
    d.method = r.method;
    d.path = r.path;
    d.status = status;
    d.engine_message = wire::error_message(body);
    if (d.engine_message.find("is too old") != std::string::npos ||
        d.engine_message.find("is too new") != std::string::npos)
        d.kind = error_kind::unsupported;
    return error(d);
}

}  // namespace

session::session(net::any_io_executor executor, endpoint where, const client_options& options)
    : transport_(std::move(executor), std::move(where), options.timeouts, options.user_agent) {}

net::awaitable<void> session::negotiate(deadline until) {
    http::request ping;
    ping.method = "GET";
    ping.path = "/_ping";
    const auto answer = co_await transport_.exchange(ping, until);
    if (answer.status != 200) throw refused(ping, answer.status, answer.body);
    const auto theirs = answer.head.header("Api-Version");
    const auto agreed = wire::negotiate(theirs, oldest_api_version, newest_api_version);
    if (!agreed) {
        error::details d;
        d.kind = error_kind::unsupported;
        d.method = ping.method;
        d.path = ping.path;
        d.reason = theirs.empty()
                       ? "what answers at " + where().url() + " is no Docker engine"
                       : "the engine at " + where().url() + " is too old: it speaks API " + theirs +
                             ", this needs " + oldest_api_version;
        d.remedy = theirs.empty() ? "" : "upgrade it to Docker 20.10 or later";
        throw error(d);
    }
    version_ = *agreed;
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
    if (answer.status >= 300 && answer.status != 304) throw refused(r, answer.status, answer.body);
    co_return answer;
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
    if (reader->status() < 300) co_return reader;
    std::string body;
    while (auto piece = co_await reader->read(until)) {
        body += *piece;
        if (body.size() > 1024 * 1024) break;
    }
    throw refused(r, reader->status(), body);
}

void require(const std::string& value, const char* what) {
    if (!value.empty()) return;
    error::details d;
    d.kind = error_kind::bad_request;
    d.reason = std::string("the ") + what + " is empty";
    throw error(d);
}

}  // namespace engine_api
