#pragma once

#include <rollout/compose/text/budget.hpp>
#include <rollout/compose/tree/node.hpp>

#include <memory>
#include <string>
#include <vector>

namespace rollout::compose {

/// Reads every document of a YAML text; positions name `file`. Aliases are expanded, merge keys
/// applied (an explicit key wins, then the earlier of several sources). Throws `error` for broken
/// syntax, duplicate or non-string keys, and for a text whose nesting or expansion is out of all
/// proportion, when `left` does not suffice.
std::vector<node> parse_yaml(const std::string& text,
                             const std::shared_ptr<const std::string>& file, budget& left);

}  // namespace rollout::compose
