#pragma once

#include <chrono>
#include <functional>

namespace app {

/// Whether the app wants traffic. Liveness is another question: the process answers `/health` for
/// as long as it lives, also while this says no.
///
/// Not ready during the warm-up that begins with construction, ready after it, not ready again
/// from `mark_not_ready()` on. Not synchronised: one thread, or one strand, uses it.
class readiness_state {
  public:
    using clock = std::chrono::steady_clock;
    using now_function = std::function<clock::time_point()>;

    explicit readiness_state(clock::duration warm_up, now_function now = clock::now);

    [[nodiscard]] bool ready() const;

    /// Wins over the warm-up: the end of the warm-up does not make a draining app ready.
    void mark_not_ready();

    /// Undoes `mark_not_ready()` and ends the warm-up: ready at once.
    void mark_ready();

  private:
    now_function now_;
    clock::time_point ready_from_;
    bool withdrawn_ = false;
};

}  // namespace app
