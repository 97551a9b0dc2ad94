#pragma once

#include <rollout/compose/tree/node.hpp>

#include <map>
#include <string>

namespace rollout::compose {

/// How a model mentions a variable.
struct variable_use {
    std::string default_value;   ///< of `${NAME:-text}` and `${NAME-text}`
    std::string presence_value;  ///< of `${NAME:+text}` and `${NAME+text}`
    bool required = false;       ///< `${NAME:?text}` and `${NAME?text}`
};

/// The variables in all values of a tree that still has them, also those in the text of others.
std::map<std::string, variable_use> variables_used(const node& model);

}  // namespace rollout::compose
