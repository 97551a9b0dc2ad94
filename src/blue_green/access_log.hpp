#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/blue_green/measure_events.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rollout::blue_green {

using access_time = std::chrono::sys_time<std::chrono::milliseconds>;

/// One answered request in the proxy's log.
struct access_entry {
    access_time at;  ///< when it was over
    int status = 0;  ///< 0 = nginx sent none
    std::chrono::milliseconds took{0};
    bool by_rollout = false;  ///< the smoke test or the measurement asked, no user
};

/// Of a line in the format of docs/deploy.md; nullopt for any other.
[[nodiscard]] std::optional<access_entry> parse_access_line(std::string_view line);

/// Adds up the requests of users that were over at `since` or later. Pure.
class access_tally {
  public:
    explicit access_tally(access_time since) : since_(since) {}

    void add(std::string_view line);
    /// Absent = no line since then is in the format, so that nobody knows. A request fails with a
    /// status of 500 or more.
    [[nodiscard]] std::optional<users_measured> figures() const;

  private:
    access_time since_;
    bool in_the_format_ = false;
    users_measured figures_;
};

/// What the proxy's log says of users since then, by the clock of the engine's host; two requests
/// to the engine, and all of the log since then is read. Absent = no line of it is in the format,
/// or the engine cannot give the log within ten seconds: this never fails a deploy. Throws
/// engine_api::error: cancelled.
boost::asio::awaitable<std::optional<users_measured>> read_access_log(engine_api::client& engine,
                                                                      std::string proxy_container,
                                                                      access_time since);

}  // namespace rollout::blue_green
