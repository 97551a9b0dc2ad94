#pragma once

#include <engine_api/http_probe.hpp>
#include <rollout/blue_green/reporter.hpp>
#include <rollout/blue_green/settings.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace rollout::blue_green {

/// A try asks each URL once and ends at the first that does not answer as expected; `last` and what
/// follows are about its last question.
struct smoke_result {
    bool passed = false;
    int attempts = 0;      ///< tries that were made
    std::string last;      ///< what it saw: `status 500`, `connection refused`, ...
    std::string expected;  ///< in place of that: `status 200`; empty where `last` says it all
    std::string url;       ///< that it asked
    bool reached = false;  ///< some HTTP answer came in the last try
    std::optional<engine_api::probe_problem> problem{};  ///< why no answer came to it
};

/// No connection came about, or no TLS on it: that says little about who would have answered.
[[nodiscard]] bool never_connected(const smoke_result& result);

/// What is asked of the version that serves: what else the settings expect, and of which paths, may
/// be of the new one.
[[nodiscard]] smoke_settings of_the_old_version(smoke_settings asked);

/// The same, and one answer decides.
[[nodiscard]] smoke_settings asked_once(smoke_settings asked);

/// What becomes of a request on its way, whatever the URL says. Of each URL.
struct smoke_route {
    smoke_route() = default;
    engine_api::http_headers headers;  ///< beside those of the probe
    std::string connect_host;          ///< empty = the URL's
    std::uint16_t connect_port = 0;    ///< 0 = the URL's
};

/// How the smoke test asks, for whoever asks the same way.
[[nodiscard]] engine_api::probe_options probe_options_of(const smoke_settings& settings,
                                                         const smoke_route& route = {});

/// Requests the URLs, on a new connection each time, until `passes` tries in a row were answered as
/// expected, or `attempts` tries were not; waits `delay` between tries, not after the last.
/// `timeout` limits all of a request, looking the name up included. A redirect is a status like any
/// other; a failure to get an answer is a try that did not match. Throws engine_api::error:
/// cancelled, or bad_request for a CA file, a header or a `host` that cannot be used.
boost::asio::awaitable<smoke_result> smoke(smoke_settings settings, reporter& to,
                                           smoke_route route = {});

/// What else is looked at: what is wrong, or empty.
using smoke_watch = std::function<boost::asio::awaitable<std::string>()>;

/// Goes on asking, `interval` after each answer, until `duration` is over. One answer that is
/// wrong, broken off or late fails it at once. A connection that cannot be made at all says less
/// about the app: that fails it `attempts` times in a row, which may take longer than `duration`.
/// `passes` and `delay` mean nothing here. Behind each answer `also` is asked, where it is given;
/// what it finds wrong is the `last` of a result that did not pass. Passes without a question when
/// `duration` is 0. Throws as `smoke` and `also` do.
boost::asio::awaitable<smoke_result> soak(smoke_settings settings,
                                          std::chrono::milliseconds duration,
                                          std::chrono::milliseconds interval, reporter& to,
                                          smoke_route route = {}, smoke_watch also = {});

}  // namespace rollout::blue_green
