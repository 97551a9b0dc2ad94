#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/run_request.hpp>

#include <cli/option.hpp>

#include <string>
#include <vector>

namespace rollout::cli {

/// The flags of `run` that say what its container is, as they are given.
struct run_flags {
    std::vector<std::string> environment;
    std::vector<std::string> environment_files;
    std::vector<std::string> labels;
    std::vector<std::string> volumes;
    std::vector<std::string> publish;
    std::optional<std::string> entrypoint;
    plan::run_request what;  ///< what needs no reading

    [[nodiscard]] option_list options();
};

/// What they ask for. `working_dir` is where relative files are looked for. Throws
/// std::invalid_argument and compose::error.
[[nodiscard]] plan::run_request read_run_flags(const run_flags& flags,
                                               const compose::project& project,
                                               const std::string& working_dir);

}  // namespace rollout::cli
