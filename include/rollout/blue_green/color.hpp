#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rollout::blue_green {

/// One of the two places an app version can live in.
enum class color { blue, green };

[[nodiscard]] constexpr color other(color c) {
    return c == color::blue ? color::green : color::blue;
}
[[nodiscard]] constexpr std::string_view to_string(color c) {
    return c == color::blue ? "blue" : "green";
}
[[nodiscard]] inline std::string color_name(color c) {
    return std::string(to_string(c));
}
/// `blue` or `green`; white space around it is forgiven.
[[nodiscard]] std::optional<color> parse_color(std::string_view text);

/// The color to start from when nothing is recorded: the one that `up` starts on a new host.
[[nodiscard]] constexpr color assumed(std::optional<color> recorded) {
    return recorded.value_or(color::blue);
}

}  // namespace rollout::blue_green
