#pragma once

#include <engine_api/registry_auth.hpp>
#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::engine_work {

/// The login for the registry of an image that is to be pulled, or pushed (`purpose`); empty =
/// anonymous. A login that cannot be had is a warning: the registry may answer without one.
boost::asio::awaitable<engine_api::registry_credentials> login_for(const context& ctx,
                                                                   std::string image,
                                                                   const char* purpose = "pull");

/// All logins there are, for a build; likewise.
boost::asio::awaitable<std::vector<engine_api::registry_credentials>> logins_for_build(
    const context& ctx);

}  // namespace rollout::engine_work
