#pragma once

#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Fills in what a file may leave out. For a canonical tree.
void set_defaults(node& root);

}  // namespace rollout::compose
