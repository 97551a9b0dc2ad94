#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string>

namespace rollout::compose {

/// Any value as Go's %v prints it: `map[a:1 b:2]`, `[x y]`, `<nil>`.
std::string go_text(const node& n);

/// The name of the Go type that holds such a value in docker compose, for its messages.
std::string go_type(const node& n);

}  // namespace rollout::compose
