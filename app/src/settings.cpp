#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace app {
namespace {

std::string_view value_of(const environment& variables, std::string_view name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string_view{} : std::string_view{found->second};
}

template <typename Number>
bool parse_whole(std::string_view text, Number& number) {
    const auto* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc{} && stop == end;
}

std::uint16_t read_port(std::string_view text, std::uint16_t fallback) {
    if (text.empty()) return fallback;
    std::uint16_t port = 0;
    if (!parse_whole(text, port) || port == 0) {
        throw settings_error("APP_PORT: \"" + std::string{text} +
                             "\" is not a port; give a whole number from 1 to 65535");
    }
    return port;
}

std::chrono::milliseconds read_duration(std::string_view text, std::chrono::milliseconds unit) {
    // A day is as good as for ever here and keeps every sum of time points far from overflow.
    constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
    double number = 0;
    if (!parse_whole(text, number) || std::isnan(number) || number < 0) return {};
    const double milliseconds = number * static_cast<double>(unit.count());
    const double limit = static_cast<double>(longest.count());
    return std::chrono::milliseconds{std::llround(std::min(milliseconds, limit))};
}

bool read_switch(std::string_view text) {
    return text == "1" || text == "true";
}

std::uint64_t read_count(std::string_view text) {
    std::uint64_t count = 0;
    return parse_whole(text, count) ? count : 0;
}

std::string text_or(std::string_view text, const std::string& fallback) {
    return text.empty() ? fallback : std::string{text};
}

}  // namespace

settings read_settings(const environment& variables, const std::string& host_name) {
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    const auto value = [&](std::string_view name) { return value_of(variables, name); };

    settings result;
    result.port = read_port(value("APP_PORT"), result.port);
    result.replica = text_or(value("APP_REPLICA_ID"), host_name);
    result.version = text_or(value("APP_VERSION"), result.version);
    result.warm_up = read_duration(value("APP_READY_AFTER_SECONDS"), seconds{1});
    result.never_ready = read_switch(value("APP_NEVER_READY"));
    result.fail_root = read_switch(value("APP_FAIL_ROOT"));
    result.fail_every = read_count(value("APP_FAIL_EVERY"));
    result.fail_after = read_duration(value("APP_FAIL_AFTER_SECONDS"), seconds{1});
    result.body = value("APP_BODY");
    result.redirect = value("APP_REDIRECT");
    result.cut_body = read_switch(value("APP_CUT_BODY"));
    result.tls_bytes = read_switch(value("APP_TLS_BYTES"));
    result.delay = read_duration(value("APP_RESPONSE_DELAY_MS"), milliseconds{1});
    result.exit_after = read_duration(value("APP_EXIT_AFTER_SECONDS"), seconds{1});
    return result;
}

}  // namespace app
