#pragma once

#include <cli/option.hpp>

namespace rollout::cli {

struct standard_descriptors;

/// What `exec` and `run` can be told about the terminal of their program.
struct terminal_flags {
    bool tty = false;
    bool no_tty = false;
    bool interactive = true;  ///< standard input is sent

    /// `no_tty_names` are those of the flag against a terminal.
    [[nodiscard]] option_list options(const char* no_tty_names);
    /// Throws std::invalid_argument for what cannot be.
    void check(const standard_descriptors& here, bool detached) const;
    /// Whether the program gets a terminal: where here is one, unless a flag says otherwise.
    [[nodiscard]] bool gives_tty(const standard_descriptors& here) const;
};

}  // namespace rollout::cli
