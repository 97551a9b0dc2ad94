#pragma once

#include <rollout/compose/read/load.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/warnings.hpp>

#include <string>
#include <vector>

namespace rollout::compose {

/// Throws `error` when there is no file at an absolute path.
void require_file(const base::files& disk, const std::string& path, const position& where);

/// Throws `error` for what names a git repository or an OCI artifact.
void refuse_remote(const std::string& path, const position& where);

/// A path as the user knows it: relative to `base` when it lies below.
std::string shown_path(const std::string& path, const std::string& base);

/// The user's home folder; empty when that is not known.
std::string home_folder(const load_options& options);

/// The Compose files to read, absolute or `-`, in order: `-f`, else COMPOSE_FILE, else the first
/// usual name in the working folder or above, with its override file. Throws `error` when there is
/// none.
std::vector<std::string> find_compose_files(const load_options& options,
                                            const variables& environment, warnings& notes);

/// Adds what dotenv files (absolute paths) say to `environment`, where that does not have it yet.
/// Later files win. Throws `error` for one that is missing.
void add_env_files(const base::files& disk, const std::vector<std::string>& files,
                   const std::string& base, variables& environment, warnings& notes);

/// The same for `--env-file` or COMPOSE_ENV_FILES, else `.env` in `folder`.
void add_default_env_files(const load_options& options, const std::string& folder,
                           variables& environment, warnings& notes);

/// `--env-file`, else COMPOSE_ENV_FILES.
std::vector<std::string> given_env_files(const load_options& options);

/// The folder that relative paths of the Compose files start at: that of the project, of the first
/// file, or the current one.
std::string project_folder(const load_options& options, const std::vector<std::string>& files);

}  // namespace rollout::compose
