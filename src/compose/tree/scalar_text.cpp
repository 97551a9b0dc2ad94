#include <rollout/compose/tree/scalar_text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <variant>

namespace rollout::compose {

std::string go_float_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string scientific(buffer.data(), end);
    const auto mark = scientific.find('e');
    const int exponent = std::stoi(scientific.substr(mark + 1));
    // Go's %v switches to an exponent below 1e-4 and from 1e+06 on.
    if (value != 0 && (exponent < -4 || exponent >= 6)) return scientific;
    const auto fixed_end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
            .ptr;
    return {buffer.data(), fixed_end};
}

std::optional<std::string> scalar_text(const node& n) {
    if (const auto* text = std::get_if<std::string>(&n.value)) return *text;
    if (const auto* flag = std::get_if<bool>(&n.value)) return *flag ? "true" : "false";
    if (const auto* whole = std::get_if<std::int64_t>(&n.value)) return std::to_string(*whole);
    if (const auto* large = std::get_if<std::uint64_t>(&n.value)) return std::to_string(*large);
    if (const auto* number = std::get_if<double>(&n.value)) return go_float_text(*number);
    return {};
}

}  // namespace rollout::compose
