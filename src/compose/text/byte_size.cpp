#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/byte_size.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace rollout::compose {

namespace {

/// What a unit multiplies by.
double scale_of(std::string_view suffix) {
    static constexpr std::string_view powers = "bkmgtp";
    const auto unit = lower_case(suffix);
    const auto power = powers.find(unit.front());
    const auto tail = unit.substr(1);
    const bool valid = power != std::string_view::npos && suffix.size() <= 3 &&
                       (tail.empty() || (power > 0 && (tail == "b" || tail == "ib")));
    if (!valid) {
        const auto shown = suffix.size() > 3 ? std::string(suffix) : unit;
        throw invalid_value("invalid suffix: '" + shown + '\'');
    }
    return std::pow(1024.0, static_cast<double>(power));
}

}  // namespace

std::int64_t parse_byte_size(std::string_view text) {
    const auto fail = [text] {
        return invalid_value("invalid size: '" + std::string(text) + '\'');
    };
    const auto last = text.find_last_of("0123456789. ");
    if (last == std::string_view::npos) throw fail();
    const auto number = text.substr(0, text[last] == ' ' ? last : last + 1);
    const auto suffix = text.substr(last + 1);
    auto value = parse_float(number);
    if (value < 0) throw fail();
    if (!suffix.empty()) value *= scale_of(suffix);
    // As on the reference's processor.
    if (!(value < 0x1p63)) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(value);
}

}  // namespace rollout::compose
