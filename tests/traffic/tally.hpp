// Counts results. Pure: the caller says when something happened. Not thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <traffic/traffic.hpp>

namespace traffic {

class tally {
  public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit tally(time_point start) : start_(start), last_answer_(start) {}

    void answered(time_point now, std::string_view body);
    void finished(const std::string& kind);
    void failed(time_point now, std::string reason);
    void ended_idle() { ++counts_.ended_idle; }

    // The result as if the load ended now.
    report at(time_point now) const;

  private:
    time_point start_;
    time_point last_answer_;
    std::chrono::steady_clock::duration longest_gap_{0};
    report counts_;
};

}  // namespace traffic
