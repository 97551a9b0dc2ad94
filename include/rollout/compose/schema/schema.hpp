#pragma once

#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Checks a file's tree against the table of what Compose allows: the keys of every mapping, the
/// kinds and the patterns of their values. A key that is not in the table is refused; `x-*` is
/// allowed wherever keys are fixed. Throws `error` for the first fault in the order of the file.
void check_schema(const node& root);

}  // namespace rollout::compose
