#pragma once

#include <rollout/base/files.hpp>
#include <rollout/compose/tree/node.hpp>

#include <set>
#include <string>

namespace rollout::compose {

/// Makes the paths of a canonical tree start at `base`: build contexts, bind sources, env files and
/// others. `base` may itself be relative, to where a later call starts. Throws `error` for a bind
/// without a source. `disk` is asked for symbolic links in what is watched. Returns the paths of
/// the engine's host (bind sources, files of secrets and configs, folders that volumes are of) that
/// were relative before; one that begins with `~` or belongs to a build is none of them.
std::set<std::string> resolve_paths(const base::files& disk, node& root, const std::string& base,
                                    const std::string& home);

}  // namespace rollout::compose
