#include <rollout/engine_work/interruption.hpp>

#include <csignal>

namespace rollout::engine_work {

exit_code interruption::or_else(exit_code code) const {
    if (!asked()) return code;
    return signal_ == SIGTERM ? exit_code::terminated : exit_code::interrupted;
}

}  // namespace rollout::engine_work
