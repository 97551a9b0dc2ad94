#include <support/engine/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <random>

namespace support::text {
namespace {

std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33);
}

std::string hex(std::uint64_t value) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string made(16, '0');
    for (auto place = made.rbegin(); place != made.rend(); ++place, value >>= 4) {
        *place = digits[value & 15];
    }
    return made;
}

std::string spread(std::uint64_t seed) {
    std::string made;
    for (std::uint64_t part = 1; part <= 4; ++part)
        made += hex(mixed(seed + part * 0x9e3779b97f4a7c15ULL));
    return made;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return made;
}

bool equal_ignoring_case(std::string_view one, std::string_view other) {
    return lower(one) == lower(other);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string made;
    for (const auto& part : parts) {
        if (!made.empty()) made += separator;
        made += part;
    }
    return made;
}

std::string_view trim(std::string_view text) {
    const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus_is_space) {
            made += ' ';
        } else if (text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 &&
                   hex_digit(text[at + 2]) >= 0) {
            made += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
            at += 2;
        } else {
            made += text[at];
        }
    }
    return made;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view target) {
    std::vector<std::pair<std::string, std::string>> pairs;
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return pairs;
    for (const auto& piece : split(target.substr(mark + 1), '&')) {
        if (piece.empty()) continue;
        const auto equals = piece.find('=');
        pairs.emplace_back(
            percent_decode(piece.substr(0, equals), true),
            equals == std::string::npos ? "" : percent_decode(piece.substr(equals + 1), true));
    }
    return pairs;
}

std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string base64(std::string_view bytes) {
    static constexpr char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string made;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 |
                    (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const bool padding = at + i > bytes.size();
            made += padding ? '=' : digits[group >> (18 - 6 * i) & 63];
        }
    }
    return made;
}

std::string digest(std::string_view bytes) {
    std::uint64_t state = 0xcbf29ce484222325ULL;
    for (const char c : bytes)
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return spread(state);
}

std::string fresh_id() {
    static const std::uint64_t start =
        static_cast<std::uint64_t>(std::random_device{}()) << 32 | std::random_device{}();
    static std::atomic<std::uint64_t> count{0};
    return spread(start + ++count);
}

std::string frame(int stream, std::string_view bytes) {
    std::string made{static_cast<char>(stream), 0, 0, 0};
    for (int shift = 24; shift >= 0; shift -= 8) {
        made += static_cast<char>(bytes.size() >> shift & 0xff);
    }
    made += bytes;
    return made;
}

}  // namespace support::text
