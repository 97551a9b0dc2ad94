#pragma once

#include <rollout/engine_work/outcome.hpp>

namespace rollout::engine_work {

/// Whether a signal asked the command to end. The signal handler sets it and cancels the command's
/// coroutine at the same time: the cancellation ends what is waited for, this says why it ended.
class interruption {
  public:
    void ask(int signal_number) {
        signal_ = signal_number;
        ++times_;
    }

    [[nodiscard]] bool asked() const { return signal_ != 0; }
    /// How many signals asked.
    [[nodiscard]] int times() const { return times_; }
    /// Of the last signal; 0 = none.
    [[nodiscard]] int signal_number() const { return signal_; }
    /// `interrupted` or `terminated` when a signal asked, else `code`.
    [[nodiscard]] exit_code or_else(exit_code code) const;

  private:
    int signal_ = 0;
    int times_ = 0;
};

}  // namespace rollout::engine_work
