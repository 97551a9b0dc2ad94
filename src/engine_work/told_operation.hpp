#pragma once

#include <rollout/engine_work/events.hpp>
#include <rollout/engine_work/reporter.hpp>

#include <chrono>

namespace rollout::engine_work {

/// Tells that an operation begins and, when it goes out of scope, that it is over.
class told_operation {
  public:
    told_operation(reporter& to, const plan::operation& op) : to_(to), operation_(op) {
        to_.report(operation_started{operation_});
    }
    told_operation(const told_operation&) = delete;
    told_operation& operator=(const told_operation&) = delete;
    ~told_operation() {
        using namespace std::chrono;
        const auto took = duration_cast<milliseconds>(steady_clock::now() - begin_);
        to_.report(operation_ended{operation_, took.count(), done_});
    }

    void done() { done_ = true; }

  private:
    reporter& to_;
    const plan::operation& operation_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    bool done_ = false;
};

}  // namespace rollout::engine_work
