#pragma once

#include <rollout/blue_green/events.hpp>
#include <rollout/engine_work/reporter.hpp>

namespace rollout::blue_green {

/// A reporter that also takes the events of a blue/green deploy.
class reporter : public engine_work::reporter {
  public:
    using engine_work::reporter::report;
    virtual void report(const event& e) = 0;
};

}  // namespace rollout::blue_green
