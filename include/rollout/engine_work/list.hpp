#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/fwd.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// A project's containers as the engine lists them, ordered by name, its one-offs among them; those
/// that do not run only with `all`. Only GET requests.
boost::asio::awaitable<std::vector<engine_api::container_summary>> list_containers(
    engine_api::client& engine, std::string project, bool all);

/// Empty when there is no such label.
[[nodiscard]] std::string label_of(const std::map<std::string, std::string>& labels,
                                   const char* key);

/// Whether a container with these labels runs a command once.
[[nodiscard]] bool is_one_off(const std::map<std::string, std::string>& labels);

[[nodiscard]] plan::observed_container observed_from(const engine_api::container_summary& c);

}  // namespace rollout::engine_work
