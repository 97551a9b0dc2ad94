#pragma once

#include <rollout/engine_work/outcome.hpp>

#include <cli/option.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rollout::cli {

class frame;

/// One command. Made when the command line names it, holds what its own flags said, runs once.
class command {
  public:
    command() = default;
    command(const command&) = delete;
    command& operator=(const command&) = delete;
    virtual ~command() = default;

    /// Its own flags, bound to members.
    virtual option_list own_options() { return {}; }
    /// Names (`name` of the settings table) of the settings whose flags it takes.
    [[nodiscard]] virtual std::vector<std::string> settings() const { return {}; }
    /// What the names behind the command are, for the help; empty = it takes none.
    [[nodiscard]] virtual std::string services_help() const { return {}; }

    /// Whether standard output belongs to a program that it runs: then what is to be said of its
    /// own work goes to standard error.
    [[nodiscard]] virtual bool output_is_a_programs() const { return false; }

    /// Whether it writes to the terminal by itself while operations are under way; a display in
    /// its last lines would be torn.
    [[nodiscard]] virtual bool writes_meanwhile() const { return output_is_a_programs(); }

    /// Throws `engine_work::failure`, `engine_api::error`, `compose::error` or, for a bad setting
    /// or name, std::invalid_argument.
    virtual engine_work::exit_code run(frame& f) = 0;
};

/// A command's row in the table of them all.
struct command_row {
    const char* name;
    const char* help;  ///< one line
    std::unique_ptr<command> (*make)();
};

/// In the order of `--help`.
[[nodiscard]] std::span<const command_row> command_rows();

/// A command of docker compose that there is not, and why.
struct refused_command {
    const char* name;
    const char* reason;  ///< follows `rollout has no command 'NAME': `
};

[[nodiscard]] std::span<const refused_command> refused_commands();

}  // namespace rollout::cli
