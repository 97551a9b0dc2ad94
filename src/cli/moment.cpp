#include <engine_api/rfc3339.hpp>
#include <rollout/compose/text/duration.hpp>
#include <rollout/compose/text/invalid_value.hpp>

#include <cli/moment.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <optional>
#include <stdexcept>

namespace rollout::cli {

namespace {

using std::chrono::nanoseconds;

std::optional<nanoseconds> unix_time(const std::string& text) {
    const auto point = std::min(text.find('.'), text.size());
    std::int64_t whole = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + point, whole);
    if (failed != std::errc() || end != text.data() + point) return std::nullopt;
    auto digits = point < text.size() ? text.substr(point + 1) : std::string();
    const bool good = std::all_of(digits.begin(), digits.end(),
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!good) return std::nullopt;
    constexpr std::size_t all_digits = 9;
    digits.resize(all_digits, '0');
    return std::chrono::seconds(whole) + nanoseconds(std::stoll(digits));
}

/// What the text lacks behind the day is midnight's.
std::optional<nanoseconds> local_time(const std::string& text) {
    constexpr std::string_view midnight = "T00:00:00";
    constexpr std::size_t day = 10;
    constexpr std::size_t least_time = 13;
    if (text.size() != day && text.size() < least_time) return std::nullopt;
    auto whole = text;
    if (whole.size() < day + midnight.size()) whole += midnight.substr(whole.size() - day);
    const auto as_utc = engine_api::parse_rfc3339(whole + 'Z');
    if (!as_utc) return std::nullopt;
    const nanoseconds since = as_utc->time_since_epoch();
    const auto guess = std::chrono::floor<std::chrono::seconds>(since);
    std::time_t at = guess.count();
    std::tm parts{};
    ::gmtime_r(&at, &parts);
    parts.tm_isdst = -1;
    return std::chrono::seconds(std::mktime(&parts)) + (since - guess);
}

std::optional<nanoseconds> age(const std::string& text) {
    try {
        return compose::parse_duration(text);
    } catch (const compose::invalid_value&) {
        return std::nullopt;
    }
}

}  // namespace

nanoseconds parse_moment(const std::string& flag, const std::string& text, nanoseconds now) {
    if (const auto number = unix_time(text)) return *number;
    if (const auto zoned = engine_api::parse_rfc3339(text)) return zoned->time_since_epoch();
    if (const auto local = local_time(text)) return *local;
    if (const auto before = age(text)) return now - *before;
    throw std::invalid_argument(flag + ": '" + text +
                                "' is not a time such as 10m, 2026-01-02T03:04:05Z or 1136073600");
}

}  // namespace rollout::cli
