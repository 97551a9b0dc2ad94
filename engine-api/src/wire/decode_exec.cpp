#include "wire/decode_exec.hpp"

namespace engine_api::wire {

exec_state decode_exec(const json& j) {
    exec_state state;
    state.running = value<bool>(j, "Running");
    if (const auto& code = member(j, "ExitCode"); !code.is_null())
        state.exit_code = code.get<int>();
    return state;
}

}  // namespace engine_api::wire
