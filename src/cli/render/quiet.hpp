#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/reporter.hpp>

namespace rollout::cli {

/// What a user does not want to hear of.
struct quiet_about {
    bool all = false;  ///< but warnings and errors
    bool pulls = false;
    bool builds = false;
};

/// Passes on what is left.
class quiet_reporter final : public engine_work::reporter {
  public:
    quiet_reporter(engine_work::reporter& to, quiet_about what) : to_(to), what_(what) {}
    void report(const engine_work::event& e) override;

  private:
    engine_work::reporter& to_;
    quiet_about what_;
};

/// The same work, told to `to`.
[[nodiscard]] inline engine_work::context telling(const engine_work::context& work,
                                                  engine_work::reporter& to) {
    return {work.engine, work.logins, work.project, to, work.interrupted};
}

}  // namespace rollout::cli
