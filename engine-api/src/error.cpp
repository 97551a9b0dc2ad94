#include <engine_api/error.hpp>

#include <utility>

namespace engine_api {

namespace {

std::string sentence(const error::details& d) {
    std::string text = d.engine_message.empty() ? d.reason : d.engine_message;
    if (text.empty()) text = "HTTP status " + std::to_string(d.status) + " without a message";
    if (!d.method.empty()) {
        text += " (" + d.method + ' ' + d.path.substr(0, d.path.find('?'));
        if (d.status != 0) text += ": " + std::to_string(d.status);
        text += ')';
    }
    if (!d.remedy.empty()) text += "; " + d.remedy;
    return text;
}

}  // namespace

std::string_view to_string(error_kind kind) {
    switch (kind) {
        case error_kind::no_engine: return "no engine";
        case error_kind::permission: return "permission";
        case error_kind::timeout: return "timeout";
        case error_kind::cancelled: return "cancelled";
        case error_kind::protocol: return "protocol";
        case error_kind::not_found: return "not found";
        case error_kind::conflict: return "conflict";
        case error_kind::not_modified: return "not modified";
        case error_kind::bad_request: return "bad request";
        case error_kind::server: return "server";
        case error_kind::unsupported: return "unsupported";
    }
    return "unknown";
}

error::error(details d) : std::runtime_error(sentence(d)), details_(std::move(d)) {}

}  // namespace engine_api
