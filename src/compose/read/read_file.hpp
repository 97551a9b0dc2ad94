#pragma once

#include <rollout/base/files.hpp>
#include <rollout/compose/tree/node.hpp>

#include <string>

namespace rollout::compose {

/// A file's text. Throws `error` at `where` naming the path when it cannot be read or is larger
/// than a file of a project may be (limits.hpp).
std::string read_file(const base::files& disk, const std::string& path, const position& where = {});

}  // namespace rollout::compose
