#pragma once

#include <rollout/blue_green/reporter.hpp>
#include <rollout/blue_green/settings.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::blue_green {

struct smoke_result {
    bool passed = false;
    int attempts = 0;
    std::string last;  ///< what the last attempt saw: `status 500`, `connection refused`, ...
};

/// Requests the URL, on a new connection each time, until the status is the expected one or the
/// attempts are used up; waits `delay` between attempts, not after the last. `timeout` limits all
/// of an attempt, looking the name up included. A redirect is a status like any other; a failure
/// to get an answer is an attempt that did not match. Throws engine_api::error: cancelled, or
/// bad_request for a CA file that cannot be used.
boost::asio::awaitable<smoke_result> smoke(smoke_settings settings, reporter& to);

}  // namespace rollout::blue_green
