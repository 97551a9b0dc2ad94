#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace rollout::compose {

/// A duration as Go prints it: `1m30s`, `24h0m0s`, `1.5s`, `500ms`, `0s`.
std::string go_duration_text(std::chrono::nanoseconds d);

/// A text in double quotes with Go's escapes (%q).
std::string go_quoted(std::string_view text);

/// Less in the order in which go-yaml prints the keys of a map: numbers inside of them by value.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace rollout::compose
