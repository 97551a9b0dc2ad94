// Small pure functions over text that several parts of the fake engine need.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support::text {

std::string lower(std::string_view text);
bool equal_ignoring_case(std::string_view one, std::string_view other);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);

// %XX and, in queries, '+'; a broken escape stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_space);
// The pairs behind the '?' of a target, in order.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view target);
// The text as a JSON string, with its quotes.
std::string json_string(std::string_view text);
std::string base64(std::string_view bytes);

// 64 hex digits that follow from the bytes alone; no cryptography.
std::string digest(std::string_view bytes);
// 64 hex digits that no earlier call in this process gave.
std::string fresh_id();

// One frame of a multiplexed stream: 1 is stdout, 2 is stderr.
std::string frame(int stream, std::string_view bytes);

}  // namespace support::text
