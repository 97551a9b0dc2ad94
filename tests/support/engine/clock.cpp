#include <support/engine/clock.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <sstream>

namespace support::engine {
namespace {

std::string formatted(instant when, const char* format) {
    const auto seconds = static_cast<std::time_t>(seconds_of(when));
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, format);
    return text.str();
}

// ".5" and "" as parts of a second, exact to the nanosecond.
std::optional<std::chrono::nanoseconds> parse_fraction(std::string text) {
    if (text.empty()) return std::chrono::nanoseconds{0};
    text.erase(0, 1);
    text.resize(9, '0');
    std::int64_t count = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, count).ptr != end) return std::nullopt;
    return std::chrono::nanoseconds{count};
}

}  // namespace

instant now() {
    return std::chrono::system_clock::now();
}

std::int64_t seconds_of(instant when) {
    return std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
}

std::int64_t nanoseconds_of(instant when) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count();
}

std::string rfc3339(instant when) {
    std::ostringstream fraction;
    fraction << std::setw(9) << std::setfill('0') << nanoseconds_of(when) % 1'000'000'000;
    return formatted(when, "%Y-%m-%dT%H:%M:%S.") + fraction.str() + "Z";
}

std::string http_date(instant when) {
    return formatted(when, "%a, %d %b %Y %H:%M:%S GMT");
}

std::string log_date(instant when) {
    return formatted(when, "%Y/%m/%d %H:%M:%S");
}

std::optional<instant> parse_instant(std::string_view text) {
    std::string whole(text);
    if (whole.ends_with('Z')) whole.pop_back();
    const auto dot = std::min(whole.find('.'), whole.size());
    const auto fraction = parse_fraction(whole.substr(dot));
    std::istringstream in(whole.substr(0, dot));
    std::time_t seconds = 0;
    if (text.find('T') == std::string_view::npos) {
        in >> seconds;
    } else {
        std::tm parts{};
        in >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S");
        seconds = ::timegm(&parts);
    }
    if (!in || !fraction) return std::nullopt;
    return std::chrono::system_clock::from_time_t(seconds) +
           std::chrono::duration_cast<instant::duration>(*fraction);
}

}  // namespace support::engine
