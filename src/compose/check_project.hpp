#pragma once

#include <rollout/compose/project.hpp>

namespace rollout::compose {

/// Checks what one value alone cannot show: that names refer to something, that dependencies have
/// an order, that each service has something to run. Throws `error`.
void check_project(const project& p);

}  // namespace rollout::compose
