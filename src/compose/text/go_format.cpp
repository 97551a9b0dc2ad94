#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/go_format.hpp>

#include <algorithm>
#include <cstdint>

namespace rollout::compose {

namespace {

/// A whole number of `unit`s with the rest behind a point.
std::string decimal(std::uint64_t value, std::uint64_t unit, const char* name) {
    auto text = std::to_string(value / unit);
    auto rest = value % unit;
    if (rest != 0) {
        std::string digits;
        for (auto place = unit / 10; place > 0; place /= 10)
            digits += static_cast<char>('0' + rest / place % 10);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += '.' + digits;
    }
    return text + name;
}

bool is_letter_byte(char c) {
    return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// A run of digits, from `at` on.
struct digit_run {
    std::uint64_t value = 0;
    std::size_t end = 0;
};

digit_run read_digits(std::string_view text, std::size_t at, std::uint64_t start) {
    digit_run run{start, at};
    while (run.end < text.size() && is_digit(text[run.end]))
        run.value = run.value * 10 + static_cast<std::uint64_t>(text[run.end++] - '0');
    return run;
}

/// True when the digits before `at` are more than leading zeros.
bool after_nonzero_digit(std::string_view text, std::size_t at) {
    while (at > 0 && is_digit(text[at - 1])) {
        if (text[--at] != '0') return true;
    }
    return false;
}

}  // namespace

std::string go_duration_text(std::chrono::nanoseconds d) {
    const bool negative = d.count() < 0;
    auto rest = static_cast<std::uint64_t>(d.count());
    if (negative) rest = ~rest + 1;
    const std::string sign = negative ? "-" : "";
    if (rest == 0) return "0s";
    if (rest < 1'000) return sign + decimal(rest, 1, "ns");
    if (rest < 1'000'000) return sign + decimal(rest, 1'000, "\xC2\xB5s");
    if (rest < 1'000'000'000) return sign + decimal(rest, 1'000'000, "ms");
    constexpr std::uint64_t minute = 60'000'000'000;
    const auto minutes = rest / minute;
    auto text = decimal(rest % minute, 1'000'000'000, "s");
    if (minutes > 0) text = std::to_string(minutes % 60) + 'm' + text;
    if (minutes >= 60) text = std::to_string(minutes / 60) + 'h' + text;
    return sign + text;
}

std::string go_quoted(std::string_view text) {
    static constexpr std::string_view codes = "\a\b\f\n\r\t\v\\\"";
    static constexpr std::string_view names = "abfnrtv\\\"";
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (const auto at = codes.find(c); at != std::string_view::npos) {
            out += {'\\', names[at]};
        } else if (byte < 0x20 || byte == 0x7F) {
            out += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
        } else {
            out += c;
        }
    }
    return out + '"';
}

bool natural_less(std::string_view a, std::string_view b) {
    const auto common = std::min(a.size(), b.size());
    std::size_t i = 0;
    while (i < common && a[i] == b[i])
        ++i;
    if (i == common) return a.size() < b.size();
    const bool letter_a = is_letter_byte(a[i]);
    const bool letter_b = is_letter_byte(b[i]);
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    if (letter_a && letter_b) return byte(a[i]) < byte(b[i]);
    if (letter_a || letter_b) {
        const bool in_number = i > 0 && is_digit(a[i - 1]);
        return in_number ? letter_a : letter_b;
    }
    const bool zero = a[i] == '0' || b[i] == '0';
    const std::uint64_t start = zero && after_nonzero_digit(a, i) ? 1 : 0;
    const auto run_a = read_digits(a, i, start);
    const auto run_b = read_digits(b, i, start);
    if (run_a.value != run_b.value) return run_a.value < run_b.value;
    if (run_a.end != run_b.end) return run_a.end < run_b.end;
    return byte(a[i]) < byte(b[i]);
}

}  // namespace rollout::compose
