#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace support::engine {

using instant = std::chrono::system_clock::time_point;

inline constexpr const char* never = "0001-01-01T00:00:00Z";

instant now();
std::int64_t seconds_of(instant when);
std::int64_t nanoseconds_of(instant when);
// 2026-11-24T22:10:45.758836087Z
std::string rfc3339(instant when);
// Tue, 24 Nov 2026 22:11:21 GMT
std::string http_date(instant when);
// 2026/11/24 22:12:35, as in nginx's error log
std::string log_date(instant when);
// "1795558282", "1795558282.5" or RFC 3339 in UTC; absent for anything else and for an empty text.
std::optional<instant> parse_instant(std::string_view text);

}  // namespace support::engine
