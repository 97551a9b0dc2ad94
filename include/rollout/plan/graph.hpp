#pragma once

#include <rollout/plan/operation.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace rollout::plan {

/// Places in a graph.
using task_list = std::vector<std::size_t>;

/// An operation, and the tasks that must have been carried out before it may begin.
struct task {
    operation op;
    task_list after;  ///< places before its own
};

/// What is to be done, as far as possible side by side: the order of the tasks is one in which they
/// can be carried out one by one.
struct graph {
    std::vector<task> tasks;

    std::size_t add(operation op, task_list after = {}) {
        tasks.push_back({std::move(op), std::move(after)});
        return tasks.size() - 1;
    }
};

/// In their order.
[[nodiscard]] operations operations_of(const graph& g);

}  // namespace rollout::plan
