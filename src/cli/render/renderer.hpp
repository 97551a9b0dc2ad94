#pragma once

#include <rollout/blue_green/history.hpp>
#include <rollout/blue_green/reporter.hpp>
#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/observed.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::cli {

/// What `status` found out.
struct stack_status {
    std::string project;
    std::vector<plan::observed_container> containers;
    std::optional<blue_green::live_status> live;  ///< absent: a plain stack, without colors
};

/// What `ps` lists.
struct container_list {
    std::string project;
    std::vector<plan::observed_container> containers;
    std::string text;  ///< as a person wants it
};

/// What `history` lists.
struct deploy_history {
    std::string project;
    std::vector<blue_green::history_entry> entries;  ///< oldest first
};

/// How a command ended.
struct command_result {
    std::string command;
    engine_work::exit_code code = engine_work::exit_code::done;
    bool of_a_program = false;         ///< the code is that of a program in a container, and not 0
    std::string about;                 ///< what the message is about: `rollout`, `compose`
    std::string message;               ///< why it is not `done`; empty = it is
    std::vector<std::string> details;  ///< log lines, nginx's words; below the message
    std::string excerpt;               ///< of the Compose file, with its lines' ends; or empty
};

/// Turns what happens, and what a command found out, into output. The events of one command come in
/// their order, its result last.
class renderer : public blue_green::reporter {
  public:
    virtual void show(const stack_status& status) = 0;
    virtual void show(const container_list& list) = 0;
    virtual void show(const deploy_history& history) = 0;
    virtual void finish(const command_result& result) = 0;
    /// To be called again and again while work is under way: brings a display up to date. False:
    /// there is none, and it need not be called again.
    virtual bool redraw() { return false; }
};

}  // namespace rollout::cli
