#pragma once

#include <rollout/base/files.hpp>
#include <rollout/compose/model/service.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::blue_green {

/// The directives of a configuration, each with its arguments; blocks are not told apart.
[[nodiscard]] std::vector<std::vector<std::string>> nginx_directives(std::string_view text);

/// Where this host has a file that a container sees; nullopt when no bind mount brings it.
[[nodiscard]] std::optional<std::string> path_on_host(const compose::service& service,
                                                      const std::string& in_container);

/// What stands in the proxy's main configuration file and in what it includes.
struct nginx_configuration {
    std::set<std::string> directives;  ///< their names
    /// Files of this host that are included by name and are not there: nginx does not start.
    std::set<std::string> missing;
};

/// As far as bind mounts bring these files; nullopt when they do not bring the main one.
[[nodiscard]] std::optional<nginx_configuration> configuration_in_files(
    const compose::service& proxy, const base::files& files);

}  // namespace rollout::blue_green
