#pragma once

#include <rollout/compose/model/project.hpp>

namespace rollout::compose {

/// The checks of one service; see `check_project`.
void check_service(const project& p, service& s);

}  // namespace rollout::compose
