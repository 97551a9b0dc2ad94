#pragma once

#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>

namespace rollout::engine_work {

/// The document of `POST /containers/create` for a container that is never started: what it is
/// there for is its name and its labels. `image` is any that the engine has.
[[nodiscard]] std::string never_started_body(const std::string& image,
                                             const std::map<std::string, std::string>& labels);

/// By id. One that is gone, or that the engine is removing already, is no error. Throws
/// engine_api::error.
boost::asio::awaitable<void> remove_unless_gone(engine_api::client& engine, std::string id);

}  // namespace rollout::engine_work
