// Starting and ending containers, with the events and the schedule that follow from it.
#pragma once

#include <support/engine/core.hpp>

#include <string>

namespace support::engine {

// A refusal when it does not come up. The container must not be up.
void start(core& engine, const container_ptr& one);
// The program ended by itself: the restart policy decides what follows.
void end(core& engine, const container_ptr& one, int exit_code, bool oom_killed);
// The program ends because somebody wants it to: no restart. Nothing when it is not up.
void end_by_hand(core& engine, const container_ptr& one, int exit_code);
void remove(core& engine, const container_ptr& one);

// Writes the verdict down, with an event when it is another one.
void judge(core& engine, const container_ptr& one, const std::string& status,
           const std::string& output);
// Schedules what the behaviour says about health; called at each start.
void watch_health(core& engine, const container_ptr& one);
// What a program does that has read all of its stdin.
void run_on_input(core& engine, const container_ptr& one);
void write_log(container& one, const log_line& line);

void connect(core& engine, container& one, endpoint& at);
void disconnect(core& engine, container& one, endpoint& at);
// What the container's log readers get for one line.
std::string rendered(const container& one, const logged& entry, bool timestamps);

}  // namespace support::engine
