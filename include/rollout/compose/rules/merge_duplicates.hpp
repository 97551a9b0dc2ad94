#pragma once

#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Of list items that mean the same thing (the same variable, mount target, port, ...) only the
/// last stays, at the place of the first. Throws `error` for items that name no such thing.
void keep_last_of_same(node& root);

}  // namespace rollout::compose
