#pragma once

#include <cli/command.hpp>
#include <cli/invocation.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rollout::cli {

struct parse_result {
    std::shared_ptr<cli::command> command;  ///< absent: nothing is to be run
    cli::invocation invocation;
    std::string text;   ///< without a command: help for stdout, or an error for stderr
    int exit_code = 0;  ///< without a command: 0 for help
};

/// `args` without the program's name. Global flags may stand before or after the command.
[[nodiscard]] parse_result parse_command_line(const std::vector<std::string>& args,
                                              std::span<const command_row> commands);

}  // namespace rollout::cli
