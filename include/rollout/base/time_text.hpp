#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rollout::base {

/// A time as every flag, variable and setting takes it: a number of seconds (`2`, `0.5`) or a
/// number with a unit (`500ms`, `2s`, `1m`). Rounded to milliseconds, at most a day.
/// nullopt for anything else, and for a time below 0.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_time(std::string_view text);

/// What such a text looks like, for messages.
inline constexpr const char* time_examples = "a time such as 2, 0.5, 500ms, 2s or 1m";

/// How long ago something was: `30 s`, from two minutes on `2 min`, from two hours on `2 h`. What
/// is negative, because clocks differ, counts as 0.
[[nodiscard]] std::string age_text(std::int64_t seconds);

/// A moment in seconds since 1970: `2026-01-02 03:04:05Z`.
[[nodiscard]] std::string utc_text(std::int64_t seconds);

}  // namespace rollout::base
