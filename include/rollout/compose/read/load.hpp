#pragma once

#include <rollout/base/files.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/compose/tree/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

/// What becomes of `env_file` and `label_file`.
enum class files_use {
    to_run,    ///< env files go into `environment` and their list goes; labels too, the list stays
    to_print,  ///< both go into their map, both lists go
    to_hash,   ///< env files stay a list that is not read; labels go into their map, the list goes
};

struct load_options {
    load_options() = default;
    const base::files* disk = &base::host_files();  ///< never null
    std::vector<std::string> files;           ///< `-f`; empty = COMPOSE_FILE, else the usual names
    std::optional<std::string> project_name;  ///< `-p`; must already be a normal name
    std::optional<std::string> project_directory;  ///< absent = the first file's directory
    std::vector<std::string> env_files;            ///< `--env-file`; empty = `.env`
    std::vector<std::string> profiles;             ///< empty = COMPOSE_PROFILES; `*` = all
    bool all_services = false;  ///< also those whose profiles are not active count as enabled
    /// Cut the project to these and what they need, see `select_services`; empty = all enabled.
    /// Files of the others are not read.
    std::vector<std::string> services;
    std::string working_dir;                         ///< where relative paths start; absolute
    std::map<std::string, std::string> environment;  ///< the process environment
    std::optional<std::string> standard_input;       ///< the file `-`

    files_use files_are = files_use::to_run;
    bool interpolate = true;
    bool normalize = true;
    bool resolve_paths = true;
    bool check_consistency = true;
};

struct load_result {
    compose::project project;
    std::vector<std::string> warnings;  ///< one line each, each once
};

/// Reads the files, applies `.env`, interpolation, anchors and merge keys, extends, includes and
/// overrides, and checks the result. Reads files only; touches no engine. Throws `error`.
load_result load(const load_options& options);

struct model_result {
    node model;
    std::vector<std::string> warnings;
};

/// The merged and canonical tree that `load` makes a project of. With `interpolate` off it still
/// has its variables.
model_result load_model(const load_options& options);

}  // namespace rollout::compose
