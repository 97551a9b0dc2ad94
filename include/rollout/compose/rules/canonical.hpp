#pragma once

#include <rollout/compose/text/warnings.hpp>
#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Turns the short forms of a tree that passed the schema into long ones: `build`, `ports`,
/// `volumes`, `depends_on`, `env_file`, `networks` and others. With `lenient` a text that cannot be
/// read stays as it is: it may hold variables. Throws `error`.
void make_canonical(node& root, bool lenient, warnings& notes);

}  // namespace rollout::compose
