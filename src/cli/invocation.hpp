#pragma once

#include <rollout/blue_green/settings.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

/// What the user said that is not one command's own, checked as far as that needs neither a file
/// nor an engine.
struct invocation {
    std::string command;
    std::vector<std::string> files;  ///< `-f`
    std::optional<std::string> project_name;
    std::optional<std::string> project_directory;
    std::vector<std::string> profiles;
    std::vector<std::string> env_files;
    bool all_resources = false;  ///< also those that no service uses
    std::optional<std::string> socket;
    std::optional<std::string> host;
    std::string progress = "auto";        ///< `tty`, `plain`, `json`, `quiet`
    std::string ansi = "auto";            ///< `never`: no colors
    blue_green::setting_values settings;  ///< from flags
    std::vector<std::string> services;    ///< as given, patterns of names among them
};

}  // namespace rollout::cli
