#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <boost/asio/awaitable.hpp>
#include <cli/command.hpp>

#include <string>
#include <vector>

namespace rollout::cli {

/// The settings whose flags `deploy`, `plan` and `check` take.
[[nodiscard]] std::vector<std::string> settings_of_a_deploy();

/// Those of them that also matter where nothing is made: the flags of `rollback` and `promote`.
[[nodiscard]] std::vector<std::string> settings_of_a_move();

struct deployable {
    compose::project project;  ///< with its green color, derived when the file has none
    blue_green::settings settings;
};

/// Throws as `resolve_settings` and `check_services`.
[[nodiscard]] deployable project_with_colors(const frame& f);

/// What `deploy` and `plan` work on, checked as far as that needs no engine. Throws as
/// `project_with_colors` and `check_supported`, and std::invalid_argument when there
/// is no URL for the smoke test.
[[nodiscard]] deployable project_to_deploy(const frame& f);

using verb_of_colors =
    boost::asio::awaitable<engine_work::exit_code> (*)(const blue_green::context&);

/// Runs a verb that needs no registry on a project with colors.
engine_work::exit_code run_verb(const frame& f, const deployable& on, verb_of_colors verb);

}  // namespace rollout::cli
