#pragma once

#include <chrono>
#include <optional>

namespace engine_api {

/// How long each phase of a call may take. A phase that takes longer ends the call with
/// `error_kind::timeout` and closes its connection.
struct timeouts {
    using duration = std::chrono::milliseconds;

    timeouts() = default;
    duration connect{5'000};  ///< name resolution and connecting
    duration send{30'000};    ///< silence while the request is written
    /// From the end of the request to the end of the response head. Calls that are answered when
    /// all is done have more: stop and restart the time to stop, prune and save ten minutes.
    duration head{60'000};
    /// A whole answer of a call; of a download or a stream that ends, the silence between two
    /// pieces.
    duration body{60'000};
    /// Silence in what may be silent: events, logs that are followed, exec, wait, and the progress
    /// of pull, build and load. Absent = no limit.
    std::optional<duration> stream;
};

/// The caller's own limit for one whole call, above `timeouts`. Default: none.
class deadline {
  public:
    using clock = std::chrono::steady_clock;

    deadline() = default;
    [[nodiscard]] static deadline after(clock::duration d) { return deadline(clock::now() + d); }
    [[nodiscard]] static deadline at(clock::time_point t) { return deadline(t); }

    [[nodiscard]] std::optional<clock::time_point> time() const { return time_; }
    [[nodiscard]] bool passed() const { return time_ && *time_ <= clock::now(); }
    /// `t`, or the deadline when that comes first.
    [[nodiscard]] clock::time_point cap(clock::time_point t) const {
        return time_ && *time_ < t ? *time_ : t;
    }

  private:
    explicit deadline(clock::time_point t) : time_(t) {}
    std::optional<clock::time_point> time_;
};

}  // namespace engine_api
