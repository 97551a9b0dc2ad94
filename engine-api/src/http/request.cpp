#include "http/request.hpp"

#include <engine_api/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace engine_api::http {

namespace {

void refuse_line_breaks(const request& r, std::string_view text) {
    const auto bad = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (std::none_of(text.begin(), text.end(), bad)) return;
    error::details d;
    d.kind = error_kind::bad_request;
    d.method = r.method;
    d.reason = "a control character in the path or a header";
    throw error(d);
}

}  // namespace

bool is_safe(const request& r) {
    return r.method == "GET" || r.method == "HEAD";
}

std::string head_of(const request& r, const std::string& host, const std::string& user_agent) {
    refuse_line_breaks(r, r.path);
    std::string head = r.method + ' ' + r.path + " HTTP/1.1\r\nHost: " + host +
                       "\r\nUser-Agent: " + user_agent + "\r\n";
    for (const auto& [name, value] : r.headers) {
        refuse_line_breaks(r, name);
        refuse_line_breaks(r, value);
        head += name + ": " + value + "\r\n";
    }
    if (!r.content_type.empty()) head += "Content-Type: " + r.content_type + "\r\n";
    if (r.source)
        head += "Transfer-Encoding: chunked\r\n";
    else if (!is_safe(r))
        head += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
    return head + "\r\n";
}

std::string chunk_of(std::string_view piece) {
    char size[20];
    const int n = std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    std::string chunk(size, static_cast<std::size_t>(n));
    chunk.append(piece);
    return chunk += "\r\n";
}

}  // namespace engine_api::http
