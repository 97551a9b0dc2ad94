#pragma once

#include <string>
#include <unordered_set>
#include <vector>

namespace rollout::compose {

/// Collects what the user should know, each line once, in the order of first mention.
class warnings {
  public:
    void add(const std::string& line) {
        if (seen_.insert(line).second) lines_.push_back(line);
    }
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

  private:
    std::vector<std::string> lines_;
    std::unordered_set<std::string> seen_;
};

}  // namespace rollout::compose
