#include <rollout/blue_green/color.hpp>

namespace rollout::blue_green {

std::optional<color> parse_color(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return std::nullopt;
    const auto word = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    if (word == to_string(color::blue)) return color::blue;
    if (word == to_string(color::green)) return color::green;
    return std::nullopt;
}

}  // namespace rollout::blue_green
