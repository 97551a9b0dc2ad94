#include <rollout/base/time_text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>

namespace rollout::base {

namespace {

/// Milliseconds in a unit; 0 = there is no such unit.
double factor_of(std::string_view unit) {
    if (unit.empty() || unit == "s") return 1000;
    if (unit == "ms") return 1;
    return unit == "m" ? 60'000 : 0;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_time(std::string_view text) {
    constexpr double a_day = 24 * 3'600'000.0;
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, value);
    if (ec != std::errc() || !std::isfinite(value) || value < 0) return std::nullopt;
    const double factor = factor_of({stop, static_cast<std::size_t>(end - stop)});
    if (factor == 0) return std::nullopt;
    return std::chrono::milliseconds(std::llround(std::min(value * factor, a_day)));
}

std::string age_text(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    if (seconds < 2 * minute) return std::to_string(std::max<std::int64_t>(seconds, 0)) + " s";
    if (seconds < 2 * hour) return std::to_string(seconds / minute) + " min";
    return std::to_string(seconds / hour) + " h";
}

std::string utc_text(std::int64_t seconds) {
    const std::time_t moment = seconds;
    std::tm parts{};
    ::gmtime_r(&moment, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &parts);
    return text;
}

}  // namespace rollout::base
