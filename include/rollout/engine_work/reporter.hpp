#pragma once

#include <rollout/engine_work/events.hpp>

namespace rollout::engine_work {

/// The only way from the work to the user while it goes on. Called from one thread; must not throw.
class reporter {
  public:
    reporter() = default;
    reporter(const reporter&) = delete;
    reporter& operator=(const reporter&) = delete;
    virtual ~reporter() = default;

    virtual void report(const event& e) = 0;
};

}  // namespace rollout::engine_work
