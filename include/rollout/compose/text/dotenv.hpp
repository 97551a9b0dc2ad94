#pragma once

#include <rollout/compose/text/interpolate.hpp>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rollout::compose {

/// Names and values, ordered by name.
using variables = std::map<std::string, std::string, std::less<>>;

/// A fault in a dotenv file; what() names the line where it is one of the syntax.
struct dotenv_error : std::runtime_error {
    dotenv_error(int at_line, const std::string& message)
        : std::runtime_error(message), line(at_line) {}
    int line;
};

/// Reads a dotenv file into `into`, later values over earlier ones. Values are interpolated with
/// `outer`, then with what `into` holds so far; a bare `KEY` takes its value from `outer` and is
/// left out when that has none. Throws `dotenv_error`.
void parse_dotenv(std::string_view text, const variable_lookup& outer, variables& into,
                  warnings& notes);

/// The same for `format: raw`: lines `KEY=value` without quotes, comments behind values or
/// interpolation.
void parse_raw_env(std::string_view text, const variable_lookup& outer, variables& into);

}  // namespace rollout::compose
