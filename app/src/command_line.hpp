#pragma once

#include "settings.hpp"

#include <string>
#include <vector>

namespace app {

/// Does what the arguments (without the program's name) ask for and returns the exit status:
/// none = serve, `healthcheck [path]`, `--help`. 64 for arguments or settings that make no sense.
int run_command_line(const std::vector<std::string>& arguments, const environment& variables);

}  // namespace app
