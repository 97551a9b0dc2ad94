#pragma once

#include <rollout/compose/tree/node.hpp>

#include <cstddef>
#include <string>

namespace rollout::compose {

/// A value as go-yaml v3 writes it.
std::string yaml_text(const node& n, std::size_t indent);

}  // namespace rollout::compose
