#pragma once

#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Checks of a canonical tree that the schema cannot express: keys that exclude each other, where a
/// secret comes from, addresses. Throws `error`.
void check_tree(const node& root);

}  // namespace rollout::compose
