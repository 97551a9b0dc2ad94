#pragma once

#include <rollout/cli/config_command.hpp>
#include <rollout/deploy/deploy.hpp>
#include <rollout/deploy/stack.hpp>
#include <rollout/strategy/settings.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::cli {

enum class command { up, deploy, plan, status, down, logs, build, config, version };

/// What the user asked for, checked as far as that needs neither a file nor an engine.
struct invocation {
    cli::command command = cli::command::version;
    std::vector<std::string> files;  ///< `-f`
    std::optional<std::string> project_name;
    std::optional<std::string> project_directory;
    std::vector<std::string> profiles;
    std::vector<std::string> env_files;
    bool all_resources = false;  ///< also those that no service uses
    std::optional<std::string> socket;
    std::optional<std::string> host;
    strategy::setting_values settings;  ///< from flags
    std::set<std::string> services;
    deploy::deploy_options deploy;
    deploy::up_options up;
    deploy::logs_options logs;
    config_options config;
};

struct parse_result {
    std::optional<cli::invocation> invocation;
    std::string text;  ///< without an invocation: help for stdout, or an error for stderr
    int exit_code = 0;
};

/// `args` without the program's name. Global flags may stand before or after the command.
[[nodiscard]] parse_result parse_command_line(const std::vector<std::string>& args);

}  // namespace rollout::cli
