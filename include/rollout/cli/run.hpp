#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace rollout::cli {

struct process {
    std::vector<std::string> args;  ///< without the program's name
    std::map<std::string, std::string> environment;
    std::string working_dir;  ///< absolute
    std::ostream& out;
    std::ostream& err;
};

/// The whole program but for `main`: parses, loads, runs one command, reports. Returns the exit
/// code of docs/exit-codes.md. Handles SIGINT and SIGTERM while a command runs.
int run(const process& p);

/// Which address to use: `--socket`, `--host`, ROLLOUT_SOCKET, DOCKER_HOST, else the usual socket.
[[nodiscard]] std::string engine_address(const std::string* socket, const std::string* host,
                                         const std::map<std::string, std::string>& environment);

}  // namespace rollout::cli
