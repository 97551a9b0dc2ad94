#pragma once

#include <rollout/engine_work/up.hpp>

#include <cli/option.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

class frame;
struct any_project;

/// What `up`, `create` and `scale` can be told.
struct bring_up_flags {
    bool build = false;
    bool force_recreate = false;
    bool no_recreate = false;
    bool no_deps = false;
    bool always_recreate_deps = false;
    bool start = true;
    bool wait = false;
    bool remove_orphans = false;
    bool renew_volumes = false;
    bool recreate_proxy = false;  ///< make the proxy anew when it changed
    bool quiet_pull = false;
    bool quiet_build = false;
    bool yes = false;  ///< nothing is asked anyway
    std::optional<int> wait_timeout;
    std::optional<int> timeout;
    std::vector<std::string> scale;  ///< `SERVICE=NUMBER`
};

/// Those that `up` and `create` have in common.
[[nodiscard]] option_list bring_up_options(bring_up_flags& to);
/// The settings whose flags belong to it.
[[nodiscard]] std::vector<std::string> bring_up_settings();

/// The user's project, scaled. Throws as `load_any_project`, and std::invalid_argument for what
/// `flags` say that does not go together.
[[nodiscard]] any_project load_to_bring_up(const frame& f, const bring_up_flags& flags);

/// engine_work::up, or blue_green::up of a project with colors.
boost::asio::awaitable<void> bring_up(const frame& f, const engine_work::context& work,
                                      const any_project& found, engine_work::up_options up,
                                      bool recreate_proxy = false);

/// Brings it up, as `services` of a project that `load_to_bring_up` made.
boost::asio::awaitable<void> bring_up(const frame& f, const engine_work::context& work,
                                      const any_project& found, const bring_up_flags& flags,
                                      const std::vector<std::string>& services);

}  // namespace rollout::cli
