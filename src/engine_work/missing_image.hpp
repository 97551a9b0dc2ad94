#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <string>

namespace rollout::engine_work {

/// Before anything is made. Throws `failure` (failed).
void refuse_missing_image(const compose::project& p, const plan::observed& seen,
                          const std::string& service);

}  // namespace rollout::engine_work
