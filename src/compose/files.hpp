#pragma once

#include "dotenv.hpp"
#include "warnings.hpp"

#include <rollout/compose/load.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

/// A file's text. Throws `error` naming the path when it cannot be read.
std::string read_file(const std::string& path);

bool is_regular_file(const std::string& path);

/// A path as the user knows it: relative to `base` when it lies below.
std::string shown_path(const std::string& path, const std::string& base);

/// The Compose files to read, absolute, in order: `-f`, else COMPOSE_FILE, else the first usual
/// name in the working folder or above, with its override file. Throws `error` when there is none.
std::vector<std::string> find_compose_files(const load_options& options,
                                            const variables& environment, warnings& notes);

/// Adds what the files of COMPOSE_ENV_FILES, else `.env` in `folder`, say to `environment`, where
/// that does not have it yet.
void add_default_env_files(const load_options& options, const std::string& folder,
                           variables& environment, warnings& notes);

/// Where `.env` is first looked for: before the Compose files are known.
std::string first_env_folder(const load_options& options);

/// The folder that relative paths of the Compose files start at.
std::string project_folder(const load_options& options, const std::vector<std::string>& files);

}  // namespace rollout::compose
