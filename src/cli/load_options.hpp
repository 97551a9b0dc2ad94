#pragma once

#include <rollout/cli/command_line.hpp>
#include <rollout/cli/run.hpp>
#include <rollout/compose/load.hpp>

namespace rollout::cli {

/// How the global flags and variables say that Compose files are to be loaded. Reads standard
/// input when it is one of them.
compose::load_options load_options_of(const process& p, const invocation& what);

}  // namespace rollout::cli
