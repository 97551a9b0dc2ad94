#include "yaml_scalar.hpp"

#include "yaml_date.hpp"

#include <rollout/compose/text/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace rollout::compose {

namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// An integer with an optional sign and the prefixes 0x, 0o, 0b and 0.
std::optional<node::value_type> integer(std::string_view text) {
    bool negative = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    int base = 10;
    if (text.size() > 1 && text.front() == '0') {
        const char mark = static_cast<char>(text[1] | 0x20);
        base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
        text.remove_prefix(mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1);
    }
    std::uint64_t magnitude = 0;
    const auto [end, code] =
        std::from_chars(text.data(), text.data() + text.size(), magnitude, base);
    if (text.empty() || code != std::errc() || end != text.data() + text.size()) return {};
    constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (negative) {
        if (magnitude > max + 1) return {};
        return static_cast<std::int64_t>(~magnitude + 1);
    }
    if (magnitude > max) return magnitude;
    return static_cast<std::int64_t>(magnitude);
}

/// `[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?`
bool looks_like_float(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const auto begin = i;
        while (i < text.size() && is_digit(text[i]))
            ++i;
        return i - begin;
    };
    const auto skip = [&](std::string_view any) {
        if (i >= text.size() || any.find(text[i]) == std::string_view::npos) return false;
        ++i;
        return true;
    };
    skip("+-");
    const bool whole = digits() > 0;
    if (skip(".")) {
        if (digits() == 0 && !whole) return false;
    } else if (!whole) {
        return false;
    }
    if (skip("eE")) {
        skip("+-");
        if (digits() == 0) return false;
    }
    return i == text.size();
}

std::optional<double> floating(std::string_view text) {
    if (!looks_like_float(text)) return {};
    if (text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc() && end == text.data() + text.size()) return value;
    if (code != std::errc::result_out_of_range) return {};
    // Too small reads as zero, too large is no number.
    const auto exponent = text.find_first_of("eE");
    if (exponent == std::string_view::npos || text[exponent + 1] != '-') return {};
    return text.front() == '-' ? -0.0 : 0.0;
}

std::optional<double> special_float(std::string_view text) {
    if (one_of(text, {".nan", ".NaN", ".NAN"})) return std::numeric_limits<double>::quiet_NaN();
    if (one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"})) {
        return std::numeric_limits<double>::infinity();
    }
    if (one_of(text, {"-.inf", "-.Inf", "-.INF"})) return -std::numeric_limits<double>::infinity();
    return {};
}

}  // namespace

node::value_type plain_scalar_value(const std::string& text) {
    if (one_of(text, {"", "~", "null", "Null", "NULL"})) return node::null();
    if (one_of(text, {"true", "True", "TRUE"})) return true;
    if (one_of(text, {"false", "False", "FALSE"})) return false;
    if (const auto value = special_float(text)) return *value;
    const char first = text.front();
    if (first == '.') {
        if (const auto value = floating(text)) return *value;
        return text;
    }
    if (!is_digit(first) && first != '+' && first != '-') return text;
    if (auto date = rfc3339_of(text)) return timestamp{*std::move(date)};
    auto plain = text;
    plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    if (auto value = integer(plain)) return *std::move(value);
    if (const auto value = floating(plain)) return *value;
    return text;
}

}  // namespace rollout::compose
