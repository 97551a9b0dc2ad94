#pragma once

#include <rollout/blue_green/events.hpp>
#include <rollout/blue_green/settings.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace rollout::blue_green {

/// Asks `measure.url` beside the work that it measures, from its construction until it is ended or
/// destroyed; without a URL it does nothing at all. Each request has a connection of its own, so
/// that it meets whoever accepts now, and is sent at its time, whether or not the ones before are
/// answered. At most eight are on their way: what is due meanwhile is skipped and never made up
/// for. A request fails without an answer within `smoke.timeout`, and with one that is not
/// `is_good_answer` (measure_tally.hpp). Not thread-safe: of the executor's one thread.
class measurement {
  public:
    measurement(const boost::asio::any_io_executor& executor, const settings& s);
    measurement(const measurement&) = delete;
    measurement& operator=(const measurement&) = delete;
    /// Waits for nothing: what is on its way is given up.
    ~measurement();

    /// From now on requests that fail count towards `measure.max_failed`.
    void charge();

    /// That more of these have failed so far than `measure.max_failed` allows; absent = not so
    /// many, or there is no such limit.
    [[nodiscard]] std::optional<measure_failed> failed() const;

    /// What the first request saw when none was answered, though some were sent; empty = the URL
    /// can be reached, or nothing is known yet.
    [[nodiscard]] std::string unreachable() const;

    /// Sends no more and waits for what is on its way, `smoke.timeout` at most; a caller that is
    /// cancelled, then or before, gives that up, and it is not counted. Then nothing of it keeps
    /// the executor at work. Absent = there was nothing to measure. A caller that may have been
    /// cancelled must have said `throw_if_cancelled(false)`, as for `engine_work::protect`.
    boost::asio::awaitable<std::optional<measured>> end();

  private:
    std::shared_ptr<struct measurement_state> state_;  ///< null without a URL
};

}  // namespace rollout::blue_green
