#include <rollout/engine_work/interruption.hpp>

#include <csignal>

namespace rollout::engine_work {

exit_code interruption::or_else(exit_code code) const {
    if (!asked()) return code;
    return signal_ == SIGINT ? exit_code::interrupted : exit_code::terminated;
}

}  // namespace rollout::engine_work
