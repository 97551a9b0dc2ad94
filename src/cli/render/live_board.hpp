#pragma once

#include <engine_api/terminal_size.hpp>
#include <rollout/engine_work/events.hpp>

#include <cli/render/describe.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

/// What is under way, for a display that is drawn again and again: an operation enters when it
/// begins and leaves when it is over. Draws nothing itself.
class live_board {
  public:
    using clock = std::chrono::steady_clock;

    /// What is to be said for good because of that event: that an operation is over, what nobody
    /// can see on the board, and of a failed build what it said last.
    std::vector<description> take(const engine_work::event& e, clock::time_point now);

    [[nodiscard]] bool empty() const { return rows_.empty(); }
    void clear() { rows_.clear(); }

    /// A line each, what began first in front, none longer than the screen is wide. Where there
    /// are more than half of its rows the last line says how many are left out.
    [[nodiscard]] std::vector<std::string> lines(clock::time_point now,
                                                 const engine_api::terminal_size& screen) const;

  private:
    friend struct live_board_update;

    struct layer {
        std::string status;
        std::int64_t current = 0;  ///< bytes that are downloaded
        std::int64_t total = 0;    ///< 0 = nobody knows
    };
    struct row {
        plan::operation operation;
        clock::time_point since;
        std::map<std::string, layer> layers{};
        std::string doing{};               ///< the step of a build, what an engine said last
        std::deque<std::string> output{};  ///< of a build, its last lines
    };

    row* find(plan::action what, const std::string& name);
    row* find_build(const std::string& service);
    [[nodiscard]] static std::string far(const row& r);

    std::vector<row> rows_;
};

/// `0.4 s`, `12 s`, `2 min 5 s`.
[[nodiscard]] std::string took_text(std::chrono::milliseconds took);

}  // namespace rollout::cli
