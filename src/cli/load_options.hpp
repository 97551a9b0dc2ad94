#pragma once

#include <rollout/cli/command_line.hpp>
#include <rollout/cli/run.hpp>
#include <rollout/compose/load.hpp>

#include <map>
#include <string>

namespace rollout::cli {

/// Empty when it is not set.
std::string variable(const std::map<std::string, std::string>& environment, const char* name);

/// How the global flags and variables say that Compose files are to be loaded. Reads standard
/// input when it is one of them.
compose::load_options load_options_of(const process& p, const invocation& what);

}  // namespace rollout::cli
