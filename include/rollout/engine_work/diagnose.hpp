#pragma once

#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

/// Why a container does not serve, as far as the engine knows, in lines for the user: state, exit
/// code, whether it ran out of memory, the last healthcheck outputs, the last log lines. Never
/// throws engine errors: what cannot be read is said.
boost::asio::awaitable<std::vector<std::string>> diagnose(engine_api::client& engine,
                                                          std::string container);

}  // namespace rollout::engine_work
