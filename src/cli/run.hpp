#pragma once

#include <cli/process.hpp>

namespace rollout::cli {

/// The whole program but for `main`: parses, runs one command, renders what happens. Returns the
/// exit code (engine_work/outcome.hpp). Handles SIGINT, SIGTERM and SIGHUP while a command talks
/// to an engine.
int run(const process& p);

}  // namespace rollout::cli
