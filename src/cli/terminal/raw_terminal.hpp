#pragma once

#include <engine_api/terminal_size.hpp>

#include <optional>
#include <termios.h>

namespace rollout::cli {

[[nodiscard]] bool is_terminal(int descriptor);

/// Absent when it is no terminal, or one that has no size.
[[nodiscard]] std::optional<engine_api::terminal_size> size_of_terminal(int descriptor);

/// For as long as it lives the terminal passes each key on as it is typed, Ctrl-C and Ctrl-Z too,
/// and shows what comes as it is. Then it is as it was before.
class raw_terminal {
  public:
    /// Throws std::system_error for what is no terminal.
    explicit raw_terminal(int descriptor);
    raw_terminal(const raw_terminal&) = delete;
    raw_terminal& operator=(const raw_terminal&) = delete;
    ~raw_terminal();

  private:
    int descriptor_;
    termios before_{};
};

}  // namespace rollout::cli
