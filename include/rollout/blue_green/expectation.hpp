#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// Both ends are in it.
struct status_range {
    int first = 200;
    int last = 200;
    bool operator==(const status_range&) const = default;
};

struct expected_json {
    std::string pointer;  ///< RFC 6901; empty = all of the body
    /// What a string there says, or the JSON of what is there: `2.0`, `true`, `"2.0"`, `[1]`.
    std::string value;
    bool operator==(const expected_json&) const = default;
};

struct expected_header {
    std::string name;                  ///< in any case
    std::optional<std::string> value;  ///< absent = any
    bool operator==(const expected_header&) const = default;
};

/// What a good answer is: all of it must hold.
struct expectation {
    expectation() = default;
    std::vector<status_range> status{status_range()};  ///< one of them; never empty
    std::vector<std::string> body_contains;
    /// Regular expressions (ECMAScript) that match somewhere in the body; `^` and `$` match at its
    /// lines.
    std::vector<std::string> body_matches;
    std::vector<expected_json> json;
    std::vector<expected_header> header;
};

}  // namespace rollout::blue_green
