#include <cli/render/human.hpp>

#include <array>
#include <cstdio>
#include <iterator>

namespace rollout::cli {

namespace {

std::string with_unit(double value, const char* unit, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g%s", digits, value, unit);
    return text;
}

template <std::size_t count>
std::string scaled(std::int64_t bytes, double base, const std::array<const char*, count>& units,
                   int digits) {
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= base && unit + 1 < count) {
        value /= base;
        ++unit;
    }
    return with_unit(value, units[unit], digits);
}

std::string counted(std::int64_t number, const char* unit) {
    return std::to_string(number) + ' ' + unit;
}

}  // namespace

std::string human_age(std::int64_t seconds) {
    constexpr std::int64_t day = 24;
    const auto minutes = seconds / 60;
    const auto hours = (seconds + 1800) / 3600;
    if (seconds < 1) return "Less than a second";
    if (seconds == 1) return "1 second";
    if (seconds < 60) return counted(seconds, "seconds");
    if (minutes == 1) return "About a minute";
    if (minutes < 60) return counted(minutes, "minutes");
    if (hours == 1) return "About an hour";
    if (hours < 2 * day) return counted(hours, "hours");
    if (hours < 14 * day) return counted(hours / day, "days");
    if (hours < 60 * day) return counted(hours / (7 * day), "weeks");
    if (hours < 730 * day) return counted(hours / (30 * day), "months");
    return counted(hours / (365 * day), "years");
}

std::string human_size(std::int64_t bytes) {
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB"};
    return scaled(bytes, 1000.0, units, 3);
}

std::string human_memory(std::int64_t bytes) {
    constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    return scaled(bytes, 1024.0, units, 4);
}

std::string human_share(double part_of_one) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f%%", part_of_one * 100);
    return text;
}

}  // namespace rollout::cli
