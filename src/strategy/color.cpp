#include <rollout/strategy/color.hpp>

namespace rollout::strategy {

std::optional<color> parse_color(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return std::nullopt;
    const auto word = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    if (word == to_string(color::blue)) return color::blue;
    if (word == to_string(color::green)) return color::green;
    return std::nullopt;
}

color recorded_color(const std::optional<std::string_view>& file_text) {
    return file_text ? parse_color(*file_text).value_or(color::blue) : color::blue;
}

}  // namespace rollout::strategy
