#include "yaml_text_check.hpp"

#include <rollout/compose/text/text.hpp>

namespace rollout::compose {

namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_allowed(char32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7E) || c == 0x85 ||
           (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

std::optional<bad_byte> find_bad_byte(std::string_view text) {
    if (starts_with(text, "\xFF\xFE") || starts_with(text, "\xFE\xFF")) return {};
    std::size_t i = starts_with(text, "\xEF\xBB\xBF") ? 3 : 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80               ? 1
                                   : (lead & 0xE0U) == 0xC0U ? 2
                                   : (lead & 0xF0U) == 0xE0U ? 3
                                   : (lead & 0xF8U) == 0xF0U ? 4
                                                             : 0;
        if (length == 0) return bad_byte{i, "invalid leading UTF-8 octet"};
        if (i + length > text.size()) return bad_byte{i, "incomplete UTF-8 octet sequence"};
        char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) {
            if (!is_continuation(text[i + k])) return bad_byte{i, "invalid trailing UTF-8 octet"};
            code = code << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < smallest[length]) return bad_byte{i, "invalid length of a UTF-8 sequence"};
        if (!is_allowed(code)) return bad_byte{i, "control characters are not allowed"};
        i += length;
    }
    return {};
}

}  // namespace rollout::compose
