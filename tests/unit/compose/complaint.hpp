#pragma once

#include <exception>
#include <string>

namespace rollout::compose::test {

/// The message of the exception that `action` throws.
template <class Action>
std::string complaint_of(Action action) {
    try {
        action();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "no complaint";
}

}  // namespace rollout::compose::test
