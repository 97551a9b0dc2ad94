#pragma once

#include "process.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <termios.h>
#include <vector>

namespace daemon_tests {

// A program at a terminal of its own, with somebody who types.
class terminal_program {
  public:
    // `command` begins with the program's path.
    terminal_program(const std::vector<std::string>& command, const variables& environment,
                     const std::filesystem::path& folder);
    // Kills it when it still runs.
    ~terminal_program();
    terminal_program(const terminal_program&) = delete;
    terminal_program& operator=(const terminal_program&) = delete;

    void type(const std::string& keys);
    // Until a text came behind the last one that was waited for; false when it does not come.
    bool shows(const std::string& text);
    void resize(int rows, int columns) const;
    void send_signal(int number) const;
    // The exit code, 128 + n when signal n ended it; -1 when it has not ended in time.
    int wait();

    // Whether the terminal is as it was before the program.
    bool is_as_before() const;
    std::string screen() const { return screen_; }

  private:
    bool read_more();

    pid_t pid_ = -1;
    int master_ = -1;
    int slave_ = -1;  // kept open, or the terminal would end with the program
    termios before_{};
    std::string screen_;
    std::size_t seen_ = 0;
    bool ended_ = false;
};

}  // namespace daemon_tests
