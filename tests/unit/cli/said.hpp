#pragma once

#include <cli/render/plain.hpp>

#include <sstream>
#include <string>
#include <type_traits>

namespace cli_tests {

/// What goes to standard output, or behind `! ` to standard error.
template <class Value>
std::string said(const Value& value) {
    std::ostringstream out;
    std::ostringstream err;
    rollout::cli::plain_renderer to(out, err);
    if constexpr (std::is_constructible_v<rollout::engine_work::event, Value> ||
                  std::is_constructible_v<rollout::blue_green::event, Value>)
        to.report(value);
    else
        to.show(value);
    return out.str() + (err.str().empty() ? "" : "! " + err.str());
}

}  // namespace cli_tests
