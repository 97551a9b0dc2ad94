#pragma once

#include <rollout/compose/model/values.hpp>
#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <set>
#include <string>

namespace rollout::engine_work {

struct build_choice {
    build_choice() = default;
    std::set<std::string> services;   ///< empty = all that have a build section
    bool with_dependencies = false;   ///< of `services`, too
    compose::optional_text_map args;  ///< above those of the file
    bool no_cache = false;
    bool pull = false;        ///< base images too that the engine has
    std::int64_t memory = 0;  ///< bytes that each instruction may take; 0 = any
    bool quiet = false;       ///< only what is built, and what goes wrong
};

/// Builds images, dependencies before their dependents; none when one of them cannot be built by
/// the engine's classic builder. Throws std::invalid_argument for an unknown service,
/// compose::error for a build that cannot be done, engine_api::error when one fails.
boost::asio::awaitable<void> build(const context& ctx, build_choice choice);

}  // namespace rollout::engine_work
