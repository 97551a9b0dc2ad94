#pragma once

#include <rollout/compose/node.hpp>

#include <string>

namespace rollout::compose {

/// Makes the paths of a canonical tree start at `base`: build contexts, bind sources, env files and
/// others. `base` may itself be relative, to where a later call starts. Throws `error` for a bind
/// without a source.
void resolve_paths(node& root, const std::string& base, const std::string& home);

}  // namespace rollout::compose
