#include "byte_size.hpp"

#include "ascii.hpp"
#include "invalid_value.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace rollout::compose {

std::int64_t parse_byte_size(std::string_view text) {
    const auto fail = [text](const std::string& why) {
        return invalid_value("invalid size \"" + std::string(text) + "\": " + why);
    };
    const auto number = text.substr(0, text.find_first_not_of("0123456789."));
    double value = 0;
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (number.empty() || code != std::errc() || end != number.data() + number.size()) {
        throw fail("a number is missing, such as in 64m");
    }
    auto suffix = lower_case(text.substr(number.size()));
    if (!suffix.empty() && suffix.front() == ' ') suffix.erase(0, 1);
    if (!suffix.empty() && suffix != "b") {
        static constexpr std::string_view scales = "kmgtp";
        const auto power = scales.find(suffix.front());
        const auto tail = suffix.substr(1);
        if (power == std::string_view::npos || (!tail.empty() && tail != "b" && tail != "ib")) {
            throw fail("unknown unit \"" + suffix + '"');
        }
        value *= std::pow(1024.0, static_cast<double>(power) + 1);
    }
    if (value >= 0x1p63) throw fail("too large");
    return static_cast<std::int64_t>(value);
}

}  // namespace rollout::compose
