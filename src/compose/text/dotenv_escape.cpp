#include "dotenv_escape.hpp"

#include <rollout/compose/text/ascii.hpp>

#include <algorithm>

namespace rollout::compose {

namespace {

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

/// What follows `\0`: three octal digits are a character. Anything else stays, without the zero.
std::string octal(std::string_view digits) {
    unsigned code = 0;
    bool valid = digits.size() == 3;
    for (const char c : digits) {
        valid = valid && c <= '7';
        code = code * 8 + static_cast<unsigned>(c - '0');
    }
    if (!valid || code > 0xFF) return '\\' + std::string(digits);
    std::string out;
    append_utf8(out, code);
    return out;
}

}  // namespace

std::string unescape(std::string_view text) {
    static constexpr std::string_view names = "abfnrtv\\\"";
    static constexpr std::string_view values = "\a\b\f\n\r\t\v\\\"";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char next = text[i + 1];
        if (const auto found = names.find(next); found != std::string_view::npos) {
            out += values[found];
            ++i;
        } else if (next == '$') {
            out += "$$";
            ++i;
        } else if (next == '0') {
            const auto rest = text.substr(i + 2, 3);
            const auto count = static_cast<std::size_t>(
                std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
            out += octal(rest.substr(0, count));
            i += 1 + count;
        } else {
            out += '\\';
        }
    }
    return out;
}

}  // namespace rollout::compose
