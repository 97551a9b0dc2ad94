#pragma once

#include <rollout/compose/error.hpp>
#include <rollout/compose/project.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

struct load_options {
    load_options() = default;
    std::vector<std::string> files;           ///< `-f`; empty = COMPOSE_FILE, else the usual names
    std::optional<std::string> project_name;  ///< `-p`; must already be a normal name
    std::optional<std::string> project_directory;    ///< absent = the first file's directory
    std::string working_dir;                         ///< where relative paths start; absolute
    std::map<std::string, std::string> environment;  ///< the process environment
};

struct load_result {
    compose::project project;
    std::vector<std::string> warnings;  ///< one line each, each once
};

/// Reads the files, applies `.env`, interpolation, anchors and merge keys, and checks the result.
/// Reads files only; touches no engine. Throws `error`.
load_result load(const load_options& options);

}  // namespace rollout::compose
