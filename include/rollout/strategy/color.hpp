#pragma once

#include <optional>
#include <string_view>

namespace rollout::strategy {

/// One of the two places an app version can live in.
enum class color { blue, green };

[[nodiscard]] constexpr color other(color c) {
    return c == color::blue ? color::green : color::blue;
}
[[nodiscard]] constexpr std::string_view to_string(color c) {
    return c == color::blue ? "blue" : "green";
}
/// `blue` or `green`; white space around it is forgiven.
[[nodiscard]] std::optional<color> parse_color(std::string_view text);

/// What the record file says. Missing, unreadable and garbage mean blue, the color that `up`
/// starts.
[[nodiscard]] color recorded_color(const std::optional<std::string_view>& file_text);

}  // namespace rollout::strategy
