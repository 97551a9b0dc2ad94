#include <rollout/compose/text/duration.hpp>
#include <rollout/compose/text/invalid_value.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string>

namespace rollout::compose {

namespace {

struct unit {
    std::string_view name;
    std::uint64_t nanoseconds;
};

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::array<unit, 10> units{{{"ns", 1},
                                      {"us", 1'000},
                                      {"\xC2\xB5s", 1'000},  // micro sign
                                      {"\xCE\xBCs", 1'000},  // Greek mu
                                      {"ms", 1'000'000},
                                      {"s", second},
                                      {"m", 60 * second},
                                      {"h", 3600 * second},
                                      {"d", 24 * 3600 * second},
                                      {"w", 7 * 24 * 3600 * second}}};

constexpr auto max_duration = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// `why` and the text, in the words of Go's time package.
[[noreturn]] void fail(std::string_view text, const std::string& why) {
    throw invalid_value("time: " + why + " \"" + std::string(text) + '"');
}

const unit* find_unit(std::string_view name) {
    for (const auto& candidate : units) {
        if (candidate.name == name) return &candidate;
    }
    return nullptr;
}

/// The part behind the point, cut to whole nanoseconds.
std::uint64_t fraction_of(std::string_view digits, std::uint64_t unit_size) {
    std::uint64_t value = 0;
    double scale = 1;
    for (const char c : digits) {
        if (value > (max_duration - 9) / 10) break;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
        scale *= 10;
    }
    return static_cast<std::uint64_t>(static_cast<double>(value) *
                                      (static_cast<double>(unit_size) / scale));
}

/// One `number unit` pair, taken off the front of `rest`; in nanoseconds.
std::uint64_t take_part(std::string_view& rest, std::string_view text) {
    const auto number = rest.substr(0, rest.find_first_not_of("0123456789."));
    rest.remove_prefix(number.size());
    const auto name = rest.substr(0, rest.find_first_of("0123456789."));
    rest.remove_prefix(name.size());
    const auto dot = number.find('.');
    if (number.find_first_not_of('.') == std::string_view::npos) fail(text, "invalid duration");
    if (number.find('.') != number.rfind('.')) fail(text, "missing unit in duration");
    if (name.empty()) fail(text, "missing unit in duration");
    const auto* found = find_unit(name);
    if (!found) fail(text, "unknown unit \"" + std::string(name) + "\" in duration");

    std::uint64_t whole = 0;
    for (const char c : number.substr(0, dot)) {
        if (whole > max_duration / 10) fail(text, "invalid duration");
        whole = whole * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (whole > max_duration / found->nanoseconds) fail(text, "invalid duration");
    auto total = whole * found->nanoseconds;
    if (dot != std::string_view::npos) {
        total += fraction_of(number.substr(dot + 1), found->nanoseconds);
    }
    return total;
}

}  // namespace

std::chrono::nanoseconds parse_duration(std::string_view text) {
    auto rest = text;
    bool negative = false;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    if (rest == "0") return std::chrono::nanoseconds(0);
    if (rest.empty()) fail(text, "invalid duration");
    std::uint64_t total = 0;
    while (!rest.empty()) {
        total += take_part(rest, text);
        if (total > max_duration) fail(text, "invalid duration");
    }
    const auto value = static_cast<std::int64_t>(total);
    return std::chrono::nanoseconds(negative ? -value : value);
}

}  // namespace rollout::compose
