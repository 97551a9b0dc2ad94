#pragma once

#include "settings.hpp"

namespace app {

/// Runs the app until SIGTERM or SIGINT has drained it, then returns 0; 1 when it cannot listen.
/// `settings::exit_after` ends the process from within, with status 3 and no drain.
int serve(const settings& config);

}  // namespace app
