#pragma once

#include <rollout/blue_green/expectation.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine_api {
struct http_answer;
}

namespace rollout::blue_green {

/// `200`, `200-299`, `200,204,300-399`. This and the next three throw std::invalid_argument, which
/// says what is wrong with which text.
[[nodiscard]] std::vector<status_range> parse_status_ranges(std::string_view text);
/// A regular expression, as it is given.
[[nodiscard]] std::string parse_pattern(const std::string& text);
/// `/version=2.0`; the first `=` ends the pointer.
[[nodiscard]] expected_json parse_expected_json(std::string_view text);
/// `Name: value`, or `Name` for a header that must be there.
[[nodiscard]] expected_header parse_expected_header(std::string_view text);

[[nodiscard]] bool covers(const std::vector<status_range>& ranges, int status);

/// `status 200`, `status 200-299 or 404`.
[[nodiscard]] std::string words_for(const std::vector<status_range>& status);
/// All of it: `status 200, "ready" in the body`.
[[nodiscard]] std::string words_for(const expectation& expected);

/// The first thing about an answer that is not as expected.
struct difference {
    std::string saw;       ///< `status 500`, `the body lacks "ready"`, `no header X-Version`
    std::string expected;  ///< `status 200`; empty where `saw` says it all
};

/// A pattern sees at most what a probe keeps of a body; one that takes too long to search for is a
/// difference too.
[[nodiscard]] std::optional<difference> first_difference(const expectation& expected,
                                                         const engine_api::http_answer& answer);

}  // namespace rollout::blue_green
