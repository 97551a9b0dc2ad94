#pragma once

#include <rollout/plan/operation.hpp>

#include <set>
#include <string>

namespace rollout::plan {

/// The containers that serve users now: no operation may change one of them, whatever planned it.
/// Networks, volumes and images of the same names are no concern of it.
class untouchable {
  public:
    /// `containers`: their names and ids, as an operation may use either.
    explicit untouchable(std::set<std::string> containers) : containers_(std::move(containers)) {}

    /// For work that has no live color: any container may be changed.
    static untouchable nothing() { return untouchable({}); }

    /// True when `op` would change one of them. Waiting for its health changes nothing.
    [[nodiscard]] bool forbids(const operation& op) const;

    /// The same for a removal by name or id.
    [[nodiscard]] bool holds(const target& thing) const;

  private:
    std::set<std::string> containers_;
};

}  // namespace rollout::plan
