#include "wire/query.hpp"

#include "wire/json.hpp"

namespace engine_api::wire {

namespace {

std::string encode_but(std::string_view text, std::string_view kept) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') ||
                           (u >= 'a' && u <= 'z') ||
                           std::string_view("-._~").find(c) != std::string_view::npos;
        if (plain || kept.find(c) != std::string_view::npos)
            out += c;
        else
            (out += '%') += {hex[u >> 4], hex[u & 15]};
    }
    return out;
}

}  // namespace

std::string encode(std::string_view text) {
    return encode_but(text, "");
}
std::string encode_path(std::string_view text) {
    return encode_but(text, "/:@");
}

std::string to_json(const filters& f) {
    return to_text(json(f.values()));
}

query& query::add(std::string_view key, std::string_view value) {
    text_ += text_.empty() ? '?' : '&';
    text_ += encode(key) + '=' + encode(value);
    return *this;
}

query& query::flag(std::string_view key, bool value) {
    return value ? add(key, "1") : *this;
}

query& query::size(const terminal_size& s) {
    return add("h", std::to_string(s.rows)).add("w", std::to_string(s.columns));
}

query& query::filter(const filters& f) {
    return f.empty() ? *this : add("filters", to_json(f));
}

query& query::time(std::string_view key, const std::optional<std::chrono::nanoseconds>& value) {
    if (!value) return *this;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*value);
    auto text = std::to_string(seconds.count());
    const auto rest = std::to_string((*value - seconds).count());
    constexpr std::size_t digits = 9;
    if (rest != "0") text += '.' + std::string(digits - rest.size(), '0') + rest;
    return add(key, text);
}

}  // namespace engine_api::wire
