#pragma once

#include <rollout/blue_green/settings.hpp>

#include <span>
#include <string>

namespace rollout::blue_green {

/// Everything about one setting: the README's table, `--help` and what is accepted come from here.
struct setting_row {
    const char* name;       ///< in `x-rollout`; a dot = inside of a mapping
    const char* variable;   ///< in the environment
    const char* flag;       ///< of the commands that use it; empty = it has none
    const char* flag_sets;  ///< the value that the flag stands for; empty = the flag takes one
    const char* value;      ///< what kind of value: `TIME`, `URL`, `keep|stop|remove`, ...
    const char* fallback;   ///< the default, in the words of the table
    const char* help;       ///< what it is, in one line
    /// Throws std::invalid_argument for a value that is none.
    void (*apply)(settings& to, const std::string& name, const std::string& value);
    /// What stands between the items of a list, which a sequence in `x-rollout` and a repeated flag
    /// are joined by: a line feed or a comma; empty = the value is no list.
    const char* joined_by = "";
    /// The value is a command line: a sequence in `x-rollout` is its words as they are.
    bool is_command = false;
};

[[nodiscard]] std::span<const setting_row> setting_rows();

/// Throws std::invalid_argument for a name that no setting has.
[[nodiscard]] const setting_row& setting_row_of(const std::string& name);

}  // namespace rollout::blue_green
