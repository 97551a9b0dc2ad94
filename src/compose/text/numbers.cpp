#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>

#include <array>
#include <charconv>
#include <limits>

namespace rollout::compose {

namespace {

[[noreturn]] void fail(const char* function, std::string_view text, std::errc code) {
    throw invalid_value(
        std::string("strconv.") + function + ": parsing \"" + std::string(text) + "\": " +
        (code == std::errc::result_out_of_range ? "value out of range" : "invalid syntax"));
}

std::int64_t parse_digits(std::string_view text, int base, const char* function) {
    auto digits = text;
    if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
    const bool two_signs = digits.size() < text.size() && !digits.empty() && digits.front() == '-';
    std::int64_t value = 0;
    const auto* const last = digits.data() + digits.size();
    const auto [end, code] = std::from_chars(digits.data(), last, value, base);
    if (digits.empty() || two_signs || end != last) fail(function, text, std::errc());
    if (code != std::errc()) fail(function, text, code);
    return value;
}

template <class Float>
Float parse_floating(std::string_view text) {
    const auto whole = text;
    const bool signed_text = !text.empty() && (text.front() == '+' || text.front() == '-');
    const bool negative = signed_text && text.front() == '-';
    if (signed_text) text.remove_prefix(1);
    if (text.empty() || text.front() == '-') fail("ParseFloat", whole, std::errc());
    auto format = std::chars_format::general;
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        text.remove_prefix(2);
        format = std::chars_format::hex;
    }
    Float value = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, code] = std::from_chars(text.data(), last, value, format);
    const bool no_exponent =
        format == std::chars_format::hex && text.find_first_of("pP") == std::string_view::npos;
    const bool odd_nan = text.find('(') != std::string_view::npos;
    if (end != last || no_exponent || odd_nan) fail("ParseFloat", whole, std::errc());
    if (code == std::errc::result_out_of_range) {
        const auto exponent = text.find_first_of("eEpP");
        const bool tiny = exponent != std::string_view::npos && exponent + 1 < text.size() &&
                          text[exponent + 1] == '-';
        if (!tiny) fail("ParseFloat", whole, code);
        value = 0;
    }
    return negative ? -value : value;
}

}  // namespace

std::int64_t parse_integer(std::string_view text, const char* function) {
    return parse_digits(text, 10, function);
}

std::int64_t parse_octal(std::string_view text) {
    return parse_digits(text, 8, "ParseInt");
}

double parse_float(std::string_view text) {
    return parse_floating<double>(text);
}

float parse_float32(std::string_view text) {
    return parse_floating<float>(text);
}

double widened(float value) {
    std::array<char, 64> buffer{};
    auto* const last = buffer.data() + buffer.size();
    const auto* const end = std::to_chars(buffer.data(), last, value).ptr;
    double wide = value;
    std::from_chars(buffer.data(), end, wide);
    return wide;
}

}  // namespace rollout::compose
