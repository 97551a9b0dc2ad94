#pragma once

#include <rollout/blue_green/expectation.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace rollout::blue_green {

using measure_time = std::chrono::steady_clock::time_point;

/// One request and what became of it.
struct measured_request {
    measured_request() = default;
    measure_time sent;
    measure_time ended;
    bool answered = false;  ///< some HTTP answer came, whatever it says
    bool good = false;
    std::string saw;  ///< `status 502`, or why no answer came
    std::string by;   ///< who answered; empty = it does not say
};

struct measure_figures {
    std::int64_t sent = 0;  ///< that were answered, or failed
    std::int64_t failed = 0;
    std::int64_t answered = 0;  ///< good or not
    /// Of `failed` those that were sent since `charge_from`.
    std::int64_t charged = 0;
    std::string first_charged;  ///< what the first of these saw, and when; empty = none
    std::int64_t skipped = 0;   ///< that were due and not sent, as too many were on their way
    /// Without a good answer: before the first, between two, behind the last. In steady traffic it
    /// is the pause between two requests and a little.
    std::chrono::milliseconds longest_gap{0};
    std::chrono::milliseconds slowest{0};  ///< of the answers, good or not
    std::string first_failure;             ///< what it saw, and when; empty = none failed
    /// How many answers, good or not, had this name. A name is cut at 64 bytes, and those behind
    /// the first twenty are `others`.
    std::map<std::string, std::int64_t> answered_by;
};

/// Adds up what became of requests. Pure: the caller says when something happened, and adds
/// requests in the order in which they ended.
class measure_tally {
  public:
    explicit measure_tally(measure_time start) : start_(start), last_good_(start) {}

    void add(const measured_request& r);
    /// Who fails before that is no matter of the new version.
    void charge_from(measure_time t) { charged_from_ = t; }
    void skip(std::int64_t requests) { figures_.skipped += requests; }

    /// As if it ended at `end`. A request that was answered later than that counts all the same.
    [[nodiscard]] measure_figures at(measure_time end) const;

  private:
    void answered(const measured_request& r);

    measure_time start_;
    measure_time last_good_;
    measure_time charged_from_ = measure_time::max();
    std::chrono::steady_clock::duration longest_gap_{0};
    std::chrono::steady_clock::duration slowest_{0};
    measure_figures figures_;
};

/// When requests are due: so many a second from `start` on, each at its own time, however late the
/// one before was.
class measure_pace {
  public:
    measure_pace(measure_time start, int a_second)
        : due_(start), interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / a_second) {}

    [[nodiscard]] measure_time due() const { return due_; }
    /// Goes on to the first that is due behind `now`; how many were due until then beside the one
    /// that was, which nobody makes up for.
    [[nodiscard]] std::int64_t go_on(measure_time now);

  private:
    measure_time due_;
    std::chrono::nanoseconds interval_;
};

/// What users may get: any answer that is no error of the server (below 500), and whatever status
/// the smoke test expects.
[[nodiscard]] bool is_good_answer(int status, const expectation& expected);

}  // namespace rollout::blue_green
