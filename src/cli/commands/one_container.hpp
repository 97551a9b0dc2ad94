#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>
#include <cli/commands/any_project.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

class frame;

/// A command of the user's that is about one container of a service.
struct named_container {
    named_container() = default;
    std::string service;
    std::optional<int> index;  ///< its number; absent: the lowest
};

/// The project's containers, and the service that the user means. In a project with colors that of
/// the one that serves users, see `blue_green::settings::meant_by`.
struct meant_containers {
    std::string service;
    std::vector<plan::observed_container> all;
};

/// Throws std::invalid_argument for a service that the project has not.
[[nodiscard]] boost::asio::awaitable<meant_containers> find_meant(const frame& f,
                                                                  const any_project& found,
                                                                  const engine_work::context& work,
                                                                  std::string service);

/// One that runs. Throws as `find_meant` and `engine_work::choose_running`.
[[nodiscard]] boost::asio::awaitable<plan::observed_container> find_running(
    const frame& f, const any_project& found, const engine_work::context& work,
    named_container wanted);

/// `KEY=VALUE` as it is given, and `KEY` with the value that the variables of the Compose file
/// have; left out when there is none.
[[nodiscard]] std::vector<std::string> with_our_values(const std::vector<std::string>& given,
                                                       const compose::project& project);

}  // namespace rollout::cli
