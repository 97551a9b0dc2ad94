#pragma once

#include <rollout/blue_green/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::blue_green {

/// A container of somebody else that answers to the name of an upstream's service where the proxy
/// looks that up: nginx sends part of the requests there.
struct namesake {
    std::string container;
    std::string project;  ///< empty = of no Compose project
    std::string name;
    std::string network;
};

/// Those that run in one of the proxy's `networks`, given by their names. Throws engine_api::error.
boost::asio::awaitable<std::vector<namesake>> find_namesakes(const context& ctx,
                                                             std::vector<std::string> networks);

}  // namespace rollout::blue_green
