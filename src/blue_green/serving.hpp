#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// The services that users are served by, as far as the record knows: the live color and the proxy.
boost::asio::awaitable<std::set<std::string>> serving_services(const context& ctx);

[[nodiscard]] std::vector<plan::observed_container> alive_among(
    std::vector<plan::observed_container> all);

/// `shop-app-1, shop-app-2`: those of `services`.
[[nodiscard]] std::string names_in(const std::vector<plan::observed_container>& containers,
                                   const std::set<std::string>& services);

}  // namespace rollout::blue_green
