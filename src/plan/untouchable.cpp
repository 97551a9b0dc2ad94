#include <rollout/plan/untouchable.hpp>

namespace rollout::plan {

bool untouchable::forbids(const operation& op) const {
    return op.what != action::wait_healthy && holds(op.target);
}

bool untouchable::holds(const target& thing) const {
    return thing.what == target::kind::container && containers_.contains(thing.name);
}

}  // namespace rollout::plan
