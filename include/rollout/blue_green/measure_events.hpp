#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

/// What was seen of a deploy from outside; see events.hpp.
namespace rollout::blue_green {

/// Requests will be sent all through the cutover and the drain.
struct measure_planned {
    static constexpr std::string_view name = "measure_planned";
    std::string url;
    int rate = 0;         ///< a second
    int max_failed = -1;  ///< more of them take the deploy back; -1 = they are only counted
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("rate", rate);
        visit("max_failed", max_failed);
    }
};

/// What the requests came to that were sent all through the cutover and the drain.
struct measured {
    static constexpr std::string_view name = "measured";
    std::string url;
    std::int64_t sent = 0;  ///< that were answered, or failed
    std::int64_t failed = 0;
    std::int64_t skipped = 0;         ///< that were due and not sent: too many were on their way
    std::int64_t longest_gap_ms = 0;  ///< without a good answer
    std::int64_t slowest_ms = 0;      ///< of the answers
    std::string first_failure;        ///< what it saw, and when; empty = none
    std::map<std::string, std::int64_t> answered_by;  ///< answers by `measure.by`; empty = not told
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("sent", sent);
        visit("failed", failed);
        visit("skipped", skipped);
        visit("longest_gap_ms", longest_gap_ms);
        visit("slowest_ms", slowest_ms);
        visit("first_failure", first_failure);
        visit("answered_by", answered_by);
    }
};

/// More of these requests failed than the deploy may lose.
struct measure_failed {
    static constexpr std::string_view name = "measure_failed";
    std::string url;
    std::int64_t failed = 0;
    std::int64_t max_failed = 0;
    std::string first_failure;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("failed", failed);
        visit("max_failed", max_failed);
        visit("first_failure", first_failure);
    }
};

/// What the proxy's own log says of the users meanwhile.
struct users_measured {
    static constexpr std::string_view name = "users_measured";
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t slowest_ms = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("requests", requests);
        visit("failed", failed);
        visit("slowest_ms", slowest_ms);
    }
};

}  // namespace rollout::blue_green
