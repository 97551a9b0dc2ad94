#include <rollout/compose/text/base64.hpp>

#include <cstdint>

namespace rollout::compose {

std::optional<std::string> decode_base64(std::string_view text) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    int padding = 0;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
        const auto digit = digits.find(c);
        if (c != '=' && (digit == std::string_view::npos || padding > 0)) return {};
        padding += c == '=' ? 1 : 0;
        bits = bits << 6U | (c == '=' ? 0 : static_cast<std::uint32_t>(digit));
        if (++count < 4) continue;
        for (int i = 0; i < 3 - padding; ++i)
            out += static_cast<char>(bits >> (16U - 8U * static_cast<unsigned>(i)) & 0xFFU);
        if (padding > 2) return {};
        bits = 0;
        count = 0;
    }
    if (count != 0) return {};
    return out;
}

}  // namespace rollout::compose
