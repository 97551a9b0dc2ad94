#include "readiness_state.hpp"

#include <utility>

namespace app {

readiness_state::readiness_state(clock::duration warm_up, now_function now)
    : now_(std::move(now)), ready_from_(now_() + warm_up) {}

bool readiness_state::ready() const {
    return !withdrawn_ && now_() >= ready_from_;
}

void readiness_state::mark_not_ready() {
    withdrawn_ = true;
}

void readiness_state::mark_ready() {
    withdrawn_ = false;
    ready_from_ = now_();
}

}  // namespace app
