#pragma once

#include <cli/invocation.hpp>
#include <cli/option.hpp>

#include <span>

namespace rollout::cli {

/// The flags that every command takes, bound to `to`.
[[nodiscard]] option_list global_options(invocation& to);

/// What can be said by a variable about the engine and the Compose file: rows of the README's
/// settings table, beside those of blue_green/settings_table.hpp.
struct global_setting {
    const char* variable;
    const char* flag;  ///< empty = it has none
    const char* fallback;
    const char* help;
};
[[nodiscard]] std::span<const global_setting> global_settings();

}  // namespace rollout::cli
