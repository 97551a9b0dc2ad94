#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/warnings.hpp>

#include <functional>
#include <string>

namespace rollout::compose {

/// Text of the file at an absolute path; absent when there is no such file.
using file_reader = std::function<std::optional<std::string>(const std::string& path)>;

/// Gives variables that are only named their value, and puts those of the service's `env_file`s
/// below its `environment`. Throws `error`.
void apply_env_files(service& s, const variables& environment, const file_reader& read,
                     warnings& notes);

/// Puts the labels of the service's `label_file`s below its `labels`. Throws `error`.
void apply_label_files(service& s, const file_reader& read, warnings& notes);

}  // namespace rollout::compose
