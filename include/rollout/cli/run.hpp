#pragma once

#include <engine_api/find_engine.hpp>

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

struct process {
    std::vector<std::string> args;  ///< without the program's name
    std::map<std::string, std::string> environment;
    std::string working_dir;  ///< absolute
    std::ostream& out;
    std::ostream& err;
    std::istream* in = nullptr;  ///< standard input; absent = empty
};

/// The whole program but for `main`: parses, loads, runs one command, reports. Returns the exit
/// code of docs/exit-codes.md. Handles SIGINT and SIGTERM while a command runs.
int run(const process& p);

/// What is said about the engine above the docker CLI's own variables and contexts: `--socket`,
/// `--host`, ROLLOUT_SOCKET.
[[nodiscard]] engine_api::engine_choice engine_choice_of(
    const std::optional<std::string>& socket, const std::optional<std::string>& host,
    const std::map<std::string, std::string>& environment);

}  // namespace rollout::cli
