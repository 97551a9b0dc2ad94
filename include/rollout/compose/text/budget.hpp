#pragma once

#include <rollout/compose/text/limits.hpp>

#include <cstddef>

namespace rollout::compose {

/// What the files of one project may come to in memory: what is read, repeated by aliases, extended
/// and included. What is made of it takes several times as much.
class budget {
  public:
    /// False when that is too much.
    [[nodiscard]] bool spend(std::size_t bytes) {
        spent_ += bytes;
        return spent_ <= max_project_bytes;
    }

  private:
    std::size_t spent_ = 0;
};

}  // namespace rollout::compose
