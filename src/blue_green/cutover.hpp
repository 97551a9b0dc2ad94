#pragma once

#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

struct cutover_result {
    bool moved = false;
    std::string old_text;              ///< the snippet as it was; what leads back
    std::set<int> old_generation;      ///< moved: the workers that are to drain
    std::string problem;               ///< not moved: why
    std::vector<std::string> details;  ///< not moved: nginx's own words
    /// Not moved: nginx is known to serve what it served before. False = a person must look.
    bool old_confirmed = true;
};

/// Makes the proxy serve the snippet `text`: writes it, reads it back through the proxy, tests the
/// configuration, reloads, and sees the new generation. When anything between fails, the old
/// snippet is put back, and loaded again if a reload had been asked for. Cancellation does not
/// reach it (engine_work::protect): it ends in one of the two states. Also the way back, with the
/// old text.
boost::asio::awaitable<cutover_result> cutover(const context& ctx, proxy& nginx, std::string text);

}  // namespace rollout::blue_green
