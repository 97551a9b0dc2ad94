#include <support/engine/clock.hpp>

#include <cmath>
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

instant from_seconds(double seconds) {
    return instant(
        std::chrono::duration_cast<instant::duration>(std::chrono::duration<double>(seconds)));
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
    std::istringstream in{std::string(text)};
    if (text.find('T') == std::string_view::npos) {
        double seconds = 0;
        if (!(in >> seconds)) return std::nullopt;
        return from_seconds(seconds);
    }
    std::tm parts{};
    if (!(in >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S"))) return std::nullopt;
    double fraction = 0;
    if (in.peek() == '.') in >> fraction;
    return std::chrono::system_clock::from_time_t(::timegm(&parts)) +
           std::chrono::duration_cast<instant::duration>(std::chrono::duration<double>(fraction));
}

}  // namespace support::engine
