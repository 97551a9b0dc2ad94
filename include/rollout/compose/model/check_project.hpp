#pragma once

#include <rollout/compose/model/project.hpp>

namespace rollout::compose {

/// Checks what one value alone cannot show: that names refer to something, that dependencies have
/// an order, that each enabled service has something to run. Makes `deploy.replicas` follow
/// `scale`. Throws `error`.
void check_project(project& p);

/// Throws `error` when two enabled services have the same `container_name`.
void check_container_names(const project& p);

}  // namespace rollout::compose
